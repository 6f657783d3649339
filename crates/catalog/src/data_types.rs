//! What replicated data types are for: a run of each, in which two people change one thing at one time
//! and every replica ends with what both did; and what becomes of it elsewhere.
//! `tests/tests/crdt.rs` runs every one of them.

/// Two people at one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataTypeScenario {
    /// What they do, and what comes of it, in one sentence.
    pub sentence: &'static str,
    /// The readable link of the scenario.
    pub link: &'static str,
    /// What every replica holds in the end.
    pub ends: &'static str,
    /// The same under another rule or store, and what every replica holds there.
    pub elsewhere: (&'static str, &'static str),
}

/// A run of each data type.
pub const DATA_TYPES: &[DataTypeScenario] = &[
    DataTypeScenario {
        sentence: "B takes a thing out of a cart while A puts it in once more: B cannot have seen that, and adding wins.",
        link: "s=crdt&n=3&k.form=delta&net=continent&object=set&sessions=0,1&ops=0&\
               do=A.+1.x@5,B.r.x@60,B.-1.x@80,A.+1.x@82,A.r.x@140,B.r.x@142",
        ends: "{a}",
        elsewhere: (
            "s=crdt&n=3&k.form=delta&k.set=remove_wins&net=continent&object=set&sessions=0,1&ops=0&\
             do=A.+1.x@5,B.r.x@60,B.-1.x@80,A.+1.x@82,A.r.x@140,B.r.x@142",
            "{}",
        ),
    },
    DataTypeScenario {
        sentence: "Two people like a thing at one time: both count, where reading, deciding and writing loses one.",
        link: "s=crdt&n=3&k.period_ms=20&net=continent&object=counter&initial=0&sessions=0,1&ops=0&\
               do=A.+1.x@5,B.+1.x@6,A.r.x@60,B.r.x@62",
        ends: "2",
        elsewhere: (
            "s=multi_leader&n=3&net=continent&object=counter&initial=0&sessions=0,1&ops=0&\
             do=A.+1.x@5,B.+1.x@6,A.r.x@60,B.r.x@62",
            "1",
        ),
    },
    DataTypeScenario {
        sentence: "A types hi and B types yo at one place at one time: both find both words, in one order.",
        link: "s=crdt&n=3&k.form=operation&net=continent&object=text&sessions=0,1&ops=0&\
               do=A.+8.x@5,A.+9.x@10,B.+25.x@6,B.+15.x@11,A.r.x@60,B.r.x@62",
        ends: "\"yohi\"",
        elsewhere: (
            "s=multi_leader&n=3&net=continent&object=text&sessions=0,1&ops=0&\
             do=A.+8.x@5,A.+9.x@10,B.+25.x@6,B.+15.x@11,A.r.x@60,B.r.x@62",
            "\"yo\"",
        ),
    },
];
