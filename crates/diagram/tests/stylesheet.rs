//! The stylesheets of the page are the tokens, written out.

use std::path::Path;

/// With `UPDATE_GOLDEN=1` the stylesheet is written anew.
fn is_the_tokens(name: &str, css: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/style").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, css).expect("the stylesheet can be written");
    }
    let stored = std::fs::read_to_string(&path).expect("the stylesheet is there");
    assert!(stored == css, "web/style/{name} is not what the tokens say; write it anew with UPDATE_GOLDEN=1");
}

#[test]
fn the_stylesheet_is_the_tokens() {
    is_the_tokens("tokens.css", &diagram::tokens::css());
}

#[test]
fn what_comes_with_the_pages_beside_is_the_tokens_too() {
    is_the_tokens("tokens-beside.css", &diagram::tokens::css_beside());
}

#[test]
fn more_contrast_forced_colours_and_paper_are_the_tokens_too() {
    is_the_tokens("tokens-media.css", &diagram::tokens::css_media());
}
