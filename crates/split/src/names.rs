//! Short names for what the script and the module share: they are downloaded twice, once on either
//! side, and wasm-bindgen's are long.

use std::collections::BTreeMap;

use crate::module::Module;

/// The short name of each long one.
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    /// Short names that the script does not use for anything else.
    pub(crate) fn new(module: &Module<'_>, script: &str) -> Self {
        let taken = |name: &String| words(script).any(|word| word == name.as_str());
        let mut free = (0_u32..).map(|number| format!("_{number:x}")).filter(|name| !taken(name));
        let long = module.names.iter().filter(|name| name.len() > 6);
        Self(long.filter_map(|name| Some(((*name).to_owned(), free.next()?))).collect())
    }

    /// The name to use for that one.
    pub(crate) fn short<'n>(&'n self, name: &'n str) -> &'n str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The script with short names, and without what only its readers need.
    pub(crate) fn rewrite(&self, script: &str) -> String {
        let mut text = String::new();
        let mut comment = false;
        for line in script.lines().map(str::trim) {
            comment |= line.starts_with("/*");
            if !comment && !line.is_empty() && !line.starts_with("//") {
                let mut rest = line;
                for word in words(line) {
                    let at = word.as_ptr() as usize - rest.as_ptr() as usize;
                    text.push_str(&rest[..at]);
                    text.push_str(self.short(word));
                    rest = &rest[at + word.len()..];
                }
                text.push_str(rest);
                text.push('\n');
            }
            comment &= !line.ends_with("*/");
        }
        text
    }
}

/// The words of a script, as its names are made.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let part_of_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$');
    script.split(move |sign| !part_of_name(sign)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_are_shortened() {
        let names = Names(BTreeMap::from([("long_name".to_owned(), "_0".to_owned())]));
        let script =
            "/**\n * About long_name.\n */\nfunction long_name_2() {\n    // long_name\n    wasm.long_name(1);\n}\n";
        assert_eq!(names.rewrite(script), "function long_name_2() {\nwasm._0(1);\n}\n");
    }
}
