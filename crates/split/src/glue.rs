//! The page's script, which wasm-bindgen wrote, taught to fetch the late part.

use std::collections::BTreeSet;

use crate::Problem;

/// Where the script makes its imports.
const IMPORTS_MADE: &str = "const imports = __wbg_get_imports();";
/// Where the script has an instance that has not begun to work.
const INSTANCE_MADE: &str = "const { instance, module } = await __wbg_load(await module_or_path, imports);\n";
/// What the script lets others use: the page starts it in one way.
const EXPORTS: &str = "export { initSync, __wbg_init as default }";
/// How far the functions that the module imports are indented.
const MEMBER: &str = "        ";

/// The script for a module that is watched: the numbers of the functions that were called stand in
/// the global set `functionsSeen`.
///
/// # Errors
/// The script is not one that wasm-bindgen writes.
pub fn watch_glue(script: &str) -> Result<String, Problem> {
    let script = replaced(
        script,
        IMPORTS_MADE,
        "const imports = __wbg_get_imports();\n    const seen = (globalThis.functionsSeen ??= new Set());\n    imports.late = { seen: (number) => { seen.add(number); } };",
    )?;
    Ok(script)
}

/// The script for a module in three parts. It finds the next and the late one beside itself, in files
/// of its own name with `_next.wasm` and `_late.wasm` for its ending.
///
/// # Errors
/// The script is not one that wasm-bindgen writes.
pub(crate) fn cut_glue(script: &str) -> Result<String, Problem> {
    let made = "const imports = __wbg_get_imports();\n    imports.late = { arrive, finish: () => arrive(2) };";
    let script = replaced(script, IMPORTS_MADE, made)?;
    let made = format!("{INSTANCE_MADE}    await prepare(instance, imports);\n");
    let script = replaced(&script, INSTANCE_MADE, &made)?;
    let script = script.replace(EXPORTS, "export { __wbg_init as default }");
    Ok(script + include_str!("late.js"))
}

/// The script without the functions that the module imported once, and does no longer.
pub(crate) fn without_unused(script: &str, names: &BTreeSet<&str>) -> String {
    let mut kept = String::new();
    let mut unused = false;
    for line in script.lines() {
        let begun = line.strip_prefix(MEMBER).and_then(|rest| rest.split_once(": function("));
        unused |= begun.is_some_and(|(name, _)| !name.contains(' ') && !names.contains(name));
        if !unused {
            kept.push_str(line);
            kept.push('\n');
        }
        unused &= line.strip_prefix(MEMBER) != Some("},");
    }
    kept
}

fn replaced(script: &str, what: &str, by: &str) -> Result<String, Problem> {
    if !script.contains(what) {
        return Err(Problem(format!("the page's script has no `{}`", what.trim())));
    }
    Ok(script.replace(what, by))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_module_does_not_import_any_more_goes() {
        let member = |name: &str| format!("        {name}: function(arg0) {{\n            f(arg0);\n        }},\n");
        let script = |members: &str| format!("const import0 = {{\n{members}    }};\n");
        let before = script(&[member("used"), member("unused"), member("other")].concat());
        let names = BTreeSet::from(["used", "other"]);
        assert_eq!(without_unused(&before, &names), script(&[member("used"), member("other")].concat()));
    }
}
