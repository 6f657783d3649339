//! The log of a key-value store with append: Jepsen's maps with a `:key`, and texts as values.
//!
//! ```clojure
//! {:process 9, :type :invoke, :f :append, :key "0", :value "x 9 0 y"}
//! {:process 1, :type :ok, :f :get, :key "9", :value "x 5 0 yx 3 0 y"}
//! ```

use super::{Format, Recording, jepsen};

pub(super) const FORMAT: Format = Format {
    name: "kv",
    about: "a key-value store with append: {:process 0, :type :invoke, :f :append, :key \"a\", :value \"b\"}",
    object: Some("key_value"),
    looks_like: |text| {
        let first: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with('{')).take(32).collect();
        (jepsen::FORMAT.looks_like)(text)
            && !first.is_empty()
            && first.iter().all(|line| line.contains(":key") && line.contains(":f :"))
            && first.iter().any(|line| [":get", ":put", ":append"].iter().any(|f| line.contains(f)))
            && first.iter().any(|line| line.contains(":value \""))
    },
    read: |text| jepsen::read(text).map(Recording::Calls),
};
