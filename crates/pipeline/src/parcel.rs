//! A trace as a parcel of bytes, for the way from one thread of the page to another. Not a format
//! to keep: both ends are of one build.

use history::Trace;

/// About how many bytes an event is packed into.
const EVENT_BYTES: usize = 16;

/// Packs a trace.
#[must_use]
pub fn pack(trace: &Trace) -> Vec<u8> {
    // Room for all of it at once: of millions of events, a parcel that doubles takes thrice its room.
    let parcel = Vec::with_capacity(EVENT_BYTES * trace.events.len());
    // Into memory, plain data always fits.
    postcard::to_extend(trace, parcel).unwrap_or_default()
}

/// Unpacks a trace; nothing if the bytes are none.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<Trace> {
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
        assert_eq!(unpack(&pack(&trace)).as_ref(), Some(&trace));
        assert_eq!(unpack(b"no trace"), None);
    }
}
