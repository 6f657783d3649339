//! Where a link stands in an address: behind the route, in the fragment.

/// Parts an address, a fragment or a bare link into the route and the link's own text:
/// `#/e?s=quorum` is `/e` and `s=quorum`, `#/1.eJy…` is `/` and `1.eJy…`.
///
/// The text is empty where the address names no scenario.
#[must_use]
pub fn split_fragment(address: &str) -> (&str, &str) {
    let address = address.trim();
    let fragment = match address.split_once('#') {
        Some((_, fragment)) => fragment,
        // An address without a fragment names the site alone.
        None if is_address(address) => "",
        None => address,
    };
    if !fragment.starts_with('/') {
        return ("/", fragment.strip_prefix('?').unwrap_or(fragment));
    }
    if let Some((route, tail)) = fragment.split_once('?') {
        return (route, tail);
    }
    // The packed form may stand in the place of the last step of the route.
    match fragment.rsplit_once('/') {
        Some((route, last)) if packed_version(last).is_some() => (if route.is_empty() { "/" } else { route }, last),
        _ => (fragment, ""),
    }
}

/// Puts a link behind a route: the inverse of [`split_fragment`], with the leading `#`.
#[must_use]
pub fn join_fragment(route: &str, tail: &str) -> String {
    let mut fragment = String::with_capacity(route.len() + tail.len() + 2);
    fragment.push('#');
    fragment.push_str(route);
    let directly = route == "/" && packed_version(tail).is_some();
    if !tail.is_empty() && !directly {
        fragment.push('?');
    }
    fragment.push_str(tail);
    fragment
}

fn is_address(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The digits before the first dot, if the text is of the packed form, and the rest.
pub(crate) fn packed_version(tail: &str) -> Option<(&str, &str)> {
    let (version, rest) = tail.split_once('.')?;
    let digits = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    digits.then_some((version, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, route: &str, tail: &str) {
        assert_eq!(split_fragment(address), (route, tail), "{address}");
    }

    #[test]
    fn every_way_to_write_a_link_is_parted_alike() {
        check("https://example.org/q/#/e?s=quorum&n=5", "/e", "s=quorum&n=5");
        check("https://example.org/q/?utm=1#/?n=5", "/", "n=5");
        check("#/e?1.abc", "/e", "1.abc");
        check("#/1.abc", "/", "1.abc");
        check("#/spectrum/1.abc", "/spectrum", "1.abc");
        check("/spectrum?n=3", "/spectrum", "n=3");
        check(" s=quorum&do=A.w.x@10\n", "/", "s=quorum&do=A.w.x@10");
        check("?n=5", "/", "n=5");
        check("1.abc", "/", "1.abc");
        check("s=a://b", "/", "s=a://b");
    }

    #[test]
    fn an_address_without_a_scenario_has_no_tail() {
        check("https://example.org/q/", "/", "");
        check("#/", "/", "");
        check("#", "/", "");
        check("", "/", "");
        check("#/models/causal", "/models/causal", "");
    }

    #[test]
    fn joining_is_undone_by_parting() {
        for route in ["/", "/e", "/models/causal"] {
            for tail in ["", "n=5", "1.abc", "v=1"] {
                check(&join_fragment(route, tail), route, tail);
            }
        }
        assert_eq!(join_fragment("/", "1.abc"), "#/1.abc");
        assert_eq!(join_fragment("/", ""), "#/");
    }
}
