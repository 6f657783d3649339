//! What the modes of the primary and its backups break, each with the link of a run that shows it.

use history::ModelId::{self, *};

type Broken = &'static [(ModelId, &'static str)];

pub(super) const BACKUPS: Broken = &[
    (Safe, "s=primary&n=3&k.reads=any&net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171"),
    (PerKeySequential, "s=primary&n=3&k.reads=any&net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171"),
    (ReadYourWrites, "s=primary&n=3&k.reads=any&net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171"),
    (
        MonotonicReads,
        "s=primary&n=3&k.reads=any&net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any\
         &net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const CONFIRMED: Broken = &[
    (
        PerKeySequential,
        "s=primary&n=3&k.acks=2&k.reads=any&net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        MonotonicReads,
        "s=primary&n=3&k.acks=2&k.reads=any&net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.acks=2&k.reads=any\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const FAILOVER: Broken = &[(
    Safe,
    "s=primary&n=3&k.acks=1&k.failover=on\
         &net=zones&sessions=1,1&ops=0&do=B.w.x@450,A.r.x@1300&cut=r1,A@200-2800&clock=r1@800+-2000&seed=13",
)];

pub(super) const FAILOVER_MINORITY: Broken = &[
    (
        Safe,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,r2,A@250-1500&seed=186",
    ),
    (
        PerKeySequential,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,r2,A@250-1500&seed=186",
    ),
    (
        ReadYourWrites,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,r2,A@250-1500&seed=186",
    ),
    (
        MonotonicReads,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=1,1&ops=0&do=A.w.x@400,B.r.x@450,B.r.x@850&cut=r1,r2,A,B@200-1150&seed=58",
    ),
    (
        MonotonicWrites,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=2,2&ops=0&do=A.w.x@100,A.w.y@500,B.r.y@550,B.r.x@750&cut=r1,r3,A@50-850&seed=39",
    ),
    (
        WritesFollowReads,
        "s=primary&n=5&k.acks=1&k.failover=on\
         &net=zones&sessions=2,2,2&ops=0&do=A.w.x@450,B.r.x@800,B.w.y@1300,C.r.y@1450,C.r.x@1500\
         &cut=r1,r2,A,B@400-1800&seed=85",
    ),
];

pub(super) const FAILOVER_ASYNCHRONOUS: Broken = &[
    (Safe, "s=primary&n=3&k.failover=on&net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,A@250-1500&seed=186"),
    (
        PerKeySequential,
        "s=primary&n=3&k.failover=on&net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,A@250-1500&seed=186",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.failover=on&net=zones&sessions=0&ops=0&do=A.w.x@500,A.r.x@700&cut=r1,A@250-1500&seed=186",
    ),
    (
        MonotonicReads,
        "s=primary&n=3&k.failover=on\
         &net=zones&sessions=1,1&ops=0&do=A.w.x@400,B.r.x@450,B.r.x@850&cut=r1,A,B@200-1150&seed=58",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.failover=on\
         &net=zones&sessions=2,2&ops=0&do=A.w.x@100,A.w.y@500,B.r.y@550,B.r.x@750&cut=r1,A@50-850&seed=39",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.failover=on\
         &net=zones&sessions=0,0,0&ops=0&do=A.w.x@450,B.r.x@600,B.w.y@1100,C.r.y@1450,C.r.x@1500&cut=r1,A,B@400-1250\
         &seed=47",
    ),
];

pub(super) const SPLIT_BRAIN: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=1,0&ops=0&do=A.w.x@1000,B.r.x@1100&cut=r1,A@100-1500&seed=1",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=2&ops=0&do=A.w.x@500,A.r.x@1000&cut=r1,A@150-850&seed=101",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=2&ops=0&do=A.w.x@500,A.r.x@1000&cut=r1,A@150-850&seed=101",
    ),
    (
        MonotonicReads,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=2,1&ops=0&do=A.w.x@500,B.r.x@900,B.r.x@1400&cut=r1,A,B@400-1150&seed=129",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=1,1&ops=0&do=A.w.x@500,A.w.y@1000,B.r.y@1250,B.r.x@1350&cut=r1,A@150-700&seed=101",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.failover=on&k.fencing=off\
         &net=zones&sessions=0,2,2&ops=0&do=A.w.x@300,B.r.x@700,B.w.y@1000,C.r.y@1450,C.r.x@1700&cut=r1,A,B@250-800\
         &seed=174",
    ),
];

pub(super) const STICKY: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=0,0&ops=0&do=A.w.x@40,A.w.y@140,B.r.y@150,B.r.x@240&slow=r2@40-130x10&seed=135",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=sticky&k.patience_ms=60000\
         &net=worldwide&sessions=2,2,0&ops=0&do=A.w.x@60,B.r.x@120,B.w.y@180,C.r.y@260,C.r.x@320&slow=r3@30-230x10\
         &seed=141",
    ),
];

pub(super) const PRIMARY_AFTER_WRITE: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=1,0&ops=0&do=B.w.x@190,A.r.x@220&seed=58",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=1&ops=0&do=A.w.x@20,A.r.x@100&clock=A@100+61000&seed=147",
    ),
    (
        MonotonicReads,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=primary_after_write&k.after_write_ms=60000\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const READ_YOUR_WRITES: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=1,0&ops=0&do=B.w.x@190,A.r.x@220&seed=58",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        MonotonicReads,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=1,2&ops=0&do=A.r.x@50,B.w.x@60,A.r.x@90&seed=147",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.monotonic_reads=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const MONOTONIC_READS: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const MONOTONIC_WRITES: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const WRITES_FOLLOW_READS: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        PerKeySequential,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        ReadYourWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=worldwide&sessions=0&ops=0&do=A.w.x@10,A.r.x@20&seed=171",
    ),
    (
        MonotonicWrites,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.read_your_writes=off&k.monotonic_writes=off\
         &net=worldwide&sessions=2,0&ops=0&do=A.w.x@80,A.w.y@110,B.r.y@210,B.r.x@310&slow=r2@80-160x10&seed=166",
    ),
];

pub(super) const PRAM: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.writes_follow_reads=off\
         &net=worldwide&sessions=1,0&ops=0&do=B.w.x@190,A.r.x@220&seed=58",
    ),
    (
        WritesFollowReads,
        "s=primary&n=3&k.reads=any&k.session=tracked&k.writes_follow_reads=off\
         &net=worldwide&sessions=2,0,0&ops=0&do=A.w.x@10,B.r.x@100,B.w.y@190,C.r.y@240,C.r.x@270&slow=r3@40-200x10\
         &seed=123",
    ),
];

pub(super) const CAUSAL: Broken = &[
    (
        Safe,
        "s=primary&n=3&k.reads=any&k.session=tracked&net=worldwide&sessions=1,0&ops=0&do=B.w.x@190,A.r.x@220&seed=58",
    ),
    (
        Sequential,
        "s=primary&n=3&k.reads=any&k.session=tracked\
         &net=worldwide&sessions=2,2&ops=0&do=A.w.x@90,B.w.y@120,A.r.y@130,B.r.x@190&seed=140",
    ),
];
