//! Any text as a link: it opens or is refused, and what opens can be written again, in each form,
//! as a link to the very same scenario that stands well behind every route.
#![no_main]

use libfuzzer_sys::fuzz_target;
use share::{LinkError, decode, encode, encode_packed, encode_readable, join_fragment, split_fragment};

fuzz_target!(|text: &str| {
    let (_, tail) = split_fragment(text);
    let decoded = match decode(tail) {
        Ok(decoded) => decoded,
        Err(why) => {
            assert!(!why.to_string().is_empty());
            return;
        }
    };
    for write in [encode, encode_readable, encode_packed] {
        let again = match write(&decoded.link) {
            Ok(again) => again,
            // A link of the largest size may take more than that in the other form.
            Err(LinkError::DoesNotFit) => continue,
            Err(why) => panic!("{why}"),
        };
        for route in ["/", "/e"] {
            assert_eq!(split_fragment(&join_fragment(route, &again)), (route, again.as_str()));
        }
        let second = decode(&again).unwrap_or_else(|why| panic!("{again}: {why}"));
        assert_eq!(second.problems, [], "{again}");
        assert_eq!(second.link, decoded.link, "{again}");
    }
});
