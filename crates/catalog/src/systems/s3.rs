//! Amazon S3, before and since December 2020.

use history::ModelId::{Converged, ReadYourWrites, RegularWeak, Safe};
use scenario::Assumptions;

use super::{NOTHING_SLOW, NotSimulated, System, SystemMode, breaks, keeps};

const MODEL: &str = "Amazon S3 user guide, Amazon S3 data consistency model";
const BEFORE: &str = "Amazon S3 developer guide before December 2020, Amazon S3 data consistency model";
const OVERWRITTEN: &str = "net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7";

pub(super) const SYSTEM: System = System {
    id: "s3",
    name: "Amazon S3",
    mechanism: "Many copies of each object in one Region, whose internal agreement is not published in full.",
    modes: &[
        SystemMode {
            name: "Since December 2020",
            settings: "s=single_copy&n=1&w=1&r=1",
            claims: &[keeps(RegularWeak, Assumptions::HARSH, MODEL), keeps(ReadYourWrites, Assumptions::HARSH, MODEL)],
            leaves_out: "the copies and how they agree: what is promised is simulated, as one copy, and not how it is \
                         done; and listings",
        },
        SystemMode {
            name: "Overwriting PUT and DELETE, before December 2020",
            settings: "s=multi_leader&n=3&k.versions=clock&k.reads=any",
            claims: &[
                keeps(Converged, NOTHING_SLOW, BEFORE),
                breaks(Safe, OVERWRITTEN, BEFORE),
                breaks(ReadYourWrites, OVERWRITTEN, BEFORE),
            ],
            leaves_out: "that a new object, which nobody had written before, could be read at once",
        },
    ],
    not_simulated: &[NotSimulated {
        name: "Replication to other Regions",
        reason: "it copies what one Region has agreed on to another; a protocol here has one set of replicas",
    }],
};
