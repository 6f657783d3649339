//! Data as a parcel of bytes, for the way from one thread of the page to another. Not a format to
//! keep: both ends are of one build.

use history::Trace;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// About how many bytes an event is packed into.
const EVENT_BYTES: usize = 16;

/// Packs plain data.
#[must_use]
pub fn pack(data: &impl Serialize) -> Vec<u8> {
    // Into memory, plain data always fits.
    postcard::to_allocvec(data).unwrap_or_default()
}

/// Packs a trace, with room for all of it at once: of millions of events, a parcel that doubles takes
/// thrice its room.
#[must_use]
pub fn pack_trace(trace: &Trace) -> Vec<u8> {
    postcard::to_extend(trace, Vec::with_capacity(EVENT_BYTES * trace.events.len())).unwrap_or_default()
}

/// Unpacks what was packed; nothing if the bytes are none of it.
#[must_use]
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocols::Recording;
    use scenario::{Fault, FaultAction, Scenario};

    #[test]
    fn a_trace_comes_out_as_it_went_in() {
        let mut scenario = Scenario::default();
        let node: scenario::Node = "r3".parse().expect("a replica");
        let action = FaultAction::Crash { node, disk_lost: true };
        scenario.faults.push(Fault { at_us: 50_000, until_us: Some(90_000), action });
        let trace = crate::run(&scenario, Recording::Full).expect("it can run");
        assert_eq!(unpack(&pack_trace(&trace)).as_ref(), Some(&trace));
        assert_eq!(pack(&trace), pack_trace(&trace));
        assert_eq!(unpack::<Trace>(b"no trace"), None);
    }
}
