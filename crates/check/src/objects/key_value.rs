//! A key-value store of texts: put replaces, append adds at the end, get tells all of it.

use history::calls::{Calls, Item, Reply, Request};

use super::Object;
use super::sequence::{Deed, Sequence};

pub(super) const OBJECT: Object = Object {
    name: "key_value",
    title: "a key-value store with append",
    about: "put, append and get of texts, key by key; a missing key is the empty text",
    whole: None,
    knows: |call| {
        matches!(
            (call.request, &call.reply),
            (Request::Write(Item::Word(_)) | Request::Append(Item::Word(_)), Reply::Done)
                | (Request::Read, Reply::Value(Item::Word(_) | Item::Nil))
        )
    },
    specify: |calls, list| {
        let bytes = |item: Item| match item {
            Item::Word(word) => calls.word(word).as_bytes(),
            Item::Nil | Item::Int(_) => &[],
        };
        Box::new(Sequence::new(
            list,
            |call| match (call.request, &call.reply) {
                (Request::Append(item), _) => Deed::Append(bytes(item)),
                (Request::Write(item), _) => Deed::Write(bytes(item)),
                (_, Reply::Value(item)) => Deed::Read(bytes(*item)),
                _ => Deed::Read(&[]),
            },
            shown,
        ))
    },
};

/// A text in quotes, its middle left out if it is long.
fn shown(_calls: &Calls, text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let length = text.chars().count();
    if length <= 64 {
        return format!("\"{text}\"");
    }
    let begin: String = text.chars().take(24).collect();
    let end: String = text.chars().skip(length - 24).collect();
    format!("\"{begin}…{end}\" ({length} letters)")
}
