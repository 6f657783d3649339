//! The stylesheet of the page is the tokens, written out.

use std::path::Path;

/// With `UPDATE_GOLDEN=1` the stylesheet is written anew.
#[test]
fn the_stylesheet_is_the_tokens() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/style/tokens.css");
    let css = diagram::tokens::css();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &css).expect("the stylesheet can be written");
    }
    let stored = std::fs::read_to_string(&path).expect("web/style/tokens.css is there");
    assert!(stored == css, "web/style/tokens.css is not what the tokens say; write it anew with UPDATE_GOLDEN=1");
}
