//! The page's script, which wasm-bindgen wrote, taught to fetch the late part.

use crate::Problem;

/// Where the script makes its imports.
const IMPORTS_MADE: &str = "const imports = __wbg_get_imports();";
/// Where the script has an instance that has not begun to work.
const INSTANCE_MADE: &str = "const { instance, module } = await __wbg_load(await module_or_path, imports);\n";

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

/// The script for a module in two parts, the late one in the file of that name.
///
/// # Errors
/// The script is not one that wasm-bindgen writes.
pub(crate) fn cut_glue(script: &str, late: &str) -> Result<String, Problem> {
    let script =
        replaced(script, IMPORTS_MADE, "const imports = __wbg_get_imports();\n    imports.late = { arrive };")?;
    let made = format!("{INSTANCE_MADE}    await prepare(instance, imports);\n");
    let script = replaced(&script, INSTANCE_MADE, &made)?;
    Ok(script + &include_str!("late.js").replace("LATE_FILE", late))
}

fn replaced(script: &str, what: &str, by: &str) -> Result<String, Problem> {
    if !script.contains(what) {
        return Err(Problem(format!("the page's script has no `{}`", what.trim())));
    }
    Ok(script.replace(what, by))
}
