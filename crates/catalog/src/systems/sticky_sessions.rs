//! Web sessions that a load balancer binds to one server.

use history::ModelId::{MonotonicReads, ReadYourWrites};
use scenario::Assumptions;

use super::{NotSimulated, System, SystemMode, breaks, keeps};

const SESSION: &str = "W. Vogels, Eventually Consistent, 2009, session consistency";
const SAME_REPLICA: &str = "M. Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5, Monotonic reads";
const BALANCER: &str = "Elastic Load Balancing documentation, Configure sticky sessions, when an instance fails";

pub(super) const SYSTEM: System = System {
    id: "sticky_sessions",
    name: "Sticky web sessions",
    mechanism: "A cookie binds a user's session to one server, whose copy answers as long as it is there.",
    modes: &[
        SystemMode {
            name: "Reads and writes at one server",
            settings: "s=multi_leader&n=3&k.versions=lamport&k.reads=nearest",
            claims: &[
                keeps(ReadYourWrites, Assumptions::HARSH, SESSION),
                keeps(MonotonicReads, Assumptions::HARSH, SAME_REPLICA),
            ],
            leaves_out: "the load balancer; a session waits for its server, however long that is down",
        },
        SystemMode {
            name: "Reads at one server, and another when it fails",
            settings: "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=1000&k.resend_ms=2000",
            claims: &[
                keeps(MonotonicReads, Assumptions::CALM, SAME_REPLICA),
                // Its server crashes, and the next has not heard of the write that it saw there.
                breaks(
                    MonotonicReads,
                    "net=zones&sessions=0,0&ops=0&do=A.w.x@10,B.r.x@30,B.r.x@50&crash=r2@40-5000&cut=r3@5-25\
                     &timeout=4000&seed=18",
                    BALANCER,
                ),
            ],
            leaves_out: "the load balancer; a session gives its server up when no answer has come for a second",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "State of the session on the server alone",
        reason: "it is gone with the server; replicas here all hold the same data",
    }],
};
