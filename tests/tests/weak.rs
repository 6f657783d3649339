//! Best effort: it answers whatever happens, and keeps no model at all.
#![cfg(not(target_arch = "wasm32"))]

mod modes;
mod random;

use history::{Happening, ModelId, NodeId};
use modes::{HARSH, scenario_at, share_ok, verdict};
use proptest::prelude::*;
use protocols::Recording;
use random::{Mix, cases, run, scenario_of};
use scenario::Assumptions;

const ID: &str = "weak";

#[test]
fn what_is_lost_stays_lost() {
    let link = format!("s={ID}&n=3&net=zones&sessions=0&ops=0&do=A.w.x@10&cut=r3@9-12!in&settle=60000");
    let trace = run(&scenario_at(&link), Recording::HistoryOnly);
    assert!(verdict(&trace, ModelId::Converged).violation().is_some());
    let whole = link.replace("&cut=r3@9-12!in", "");
    assert!(verdict(&run(&scenario_at(&whole), Recording::HistoryOnly), ModelId::Converged).holds());
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_write_takes_no_time_and_no_replica_speaks_unasked(
        scenario in modes::scenarios(ID, "n=3&k.reads=any", Assumptions::HARSH),
    ) {
        let trace = run(&scenario, Recording::Full);
        for operation in history::History::of(&trace).operations {
            if !operation.is_read() {
                prop_assert_eq!(operation.returned, Some(operation.invoked));
            }
        }
        for event in &trace.events {
            if let Happening::Send { from: NodeId::Replica(_), label, .. } = &event.what {
                prop_assert_eq!(&label.words, "value");
            }
        }
    }

    #[test]
    fn all_operations_end_well_when_nothing_fails(
        scenario in modes::scenarios(ID, "n=3&k.reads=any", Assumptions::CALM),
    ) {
        prop_assume!(scenario.operations() > 0);
        let mut scenario = modes::settled(scenario);
        scenario.timeout_ms = 1_000;
        prop_assert_eq!(share_ok(&run(&scenario, Recording::HistoryOnly)), 1.0);
    }

    #[test]
    fn nothing_that_may_happen_makes_it_panic(
        scenario in (1..=9_u8, prop::sample::select(vec!["nearest", "any"])).prop_flat_map(|(n, reads)| {
            let knobs = vec![("reads", reads.to_owned())];
            scenario_of(ID, knobs, (n, 1, 1), Mix { faults: 8, disks_are_lost: true, ..HARSH })
        }),
    ) {
        run(&scenario, Recording::Full);
    }
}
