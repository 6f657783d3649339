//! A traditional relational database: one server, or a primary with replicas.

use history::ModelId::{Converged, Linearizable, ReadYourWrites};
use scenario::Assumptions;

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

const HOT_STANDBY: &str = "PostgreSQL documentation, Hot standby, User's overview";
const SEMI_SYNCHRONOUS: &str = "MariaDB documentation, Semisynchronous replication, Description";
const ALONE: &str = "PostgreSQL documentation, Transaction isolation, Read Committed isolation level";

pub(super) const SYSTEM: System = System {
    id: "relational",
    name: "A relational database",
    mechanism: "One server orders all writes by its locks and its log, and replicas follow that log.",
    modes: &[
        SystemMode {
            name: "One server",
            settings: "s=single_copy&n=1&w=1&r=1",
            claims: &[keeps(Linearizable, Assumptions::HARSH, ALONE)],
            leaves_out: "transactions of more than one statement or row: each operation commits by itself",
        },
        SystemMode {
            name: "Asynchronous replicas, reads from any",
            settings: "s=primary&n=3&k.reads=any",
            claims: &[
                keeps(Converged, NOTHING_SLOW, HOT_STANDBY),
                breaks(ReadYourWrites, "net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171", HOT_STANDBY),
            ],
            leaves_out: "the log: a replica gets the newest value of a key, and may skip older ones",
        },
        SystemMode {
            name: "Semi-synchronous replicas, reads from any",
            settings: "s=primary&n=3&k.acks=1&k.reads=any",
            claims: &[breaks(
                ReadYourWrites,
                "net=zones&sessions=0&ops=0&do=A.w.x@10,A.r.x@14&slow=r3@5-300x10&seed=19",
                SEMI_SYNCHRONOUS,
            )],
            leaves_out: "that a replica confirms what it has received and not yet applied, and that the primary goes on \
                         without it after a while; here who confirms has applied",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "Transactions and their isolation levels",
        reason: "they read and write several rows; an operation here is of one key",
    }],
};
