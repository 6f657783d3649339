//! What the modes with sessions break, each with the link of a run that shows it.

use history::ModelId::{self, *};

type Broken = &'static [(ModelId, &'static str)];

pub(super) const STICKY: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.versions=lamport&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        MonotonicWrites,
        "s=multi_leader&n=3&k.versions=lamport&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=0,1&ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=20",
    ),
    (
        WritesFollowReads,
        "s=multi_leader&n=3&k.versions=lamport&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&place=0,1,7&sessions=0,1,7&ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=1",
    ),
];

pub(super) const READ_YOUR_WRITES: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        PerKeySequential,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.r.x@50&cut=r3@10-25!in&seed=4",
    ),
    (
        MonotonicReads,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@30,B.r.x@50&cut=r3@10-25!in&seed=4",
    ),
    (
        MonotonicWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0,1&ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=66",
    ),
    (
        WritesFollowReads,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&place=0,1,7&sessions=0,1,7&ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=24",
    ),
];

pub(super) const MONOTONIC_READS: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        PerKeySequential,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        ReadYourWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        MonotonicWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0,1&ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=66",
    ),
    (
        WritesFollowReads,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&place=0,1,7&sessions=0,1,7&ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=24",
    ),
];

pub(super) const MONOTONIC_WRITES: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        PerKeySequential,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        ReadYourWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        WritesFollowReads,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=worldwide&place=0,1,7&sessions=0,1,7&ops=0&do=A.w.x@10,B.r.x@55,B.w.y@60,C.r.y@128,C.r.x@130&seed=24",
    ),
];

pub(super) const WRITES_FOLLOW_READS: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        PerKeySequential,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        ReadYourWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=continent&sessions=0&ops=0&do=A.w.x@10,A.r.x@15&seed=7",
    ),
    (
        MonotonicWrites,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=worldwide&sessions=0,1&ops=0&do=A.w.x@10,A.w.y@16,B.r.y@54,B.r.x@57&seed=66",
    ),
];

pub(super) const TRACKED: Broken = &[
    (
        Safe,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked\
         &net=continent&sessions=0,1&ops=0&do=A.w.x@10,B.r.x@15&seed=1",
    ),
    (
        Pram,
        "s=multi_leader&n=3&k.reads=any&k.session=tracked\
         &sessions=0,2&ops=0&do=A.w.x@10,B.w.y@10,B.w.x@20,A.w.x@25,B.w.y@30,A.r.y@40,A.r.y@150,A.r.x@160&seed=1",
    ),
];
