//! Every bound of a scenario, with its reason.

/// Replicas: beyond nine, quorum systems in use are rings, which shard instead.
pub const REPLICAS_MAX: u8 = 9;
/// Spare nodes: four can stand in for every replica that may be away while a majority of nine is
/// left. Replicas and spares together are no more than [`REPLICAS_MAX`], for which all that counts
/// nodes has room.
pub const SPARES_MAX: u8 = 4;
/// Sessions: as many lifelines as a wide screen can tell apart.
pub const SESSIONS_MAX: u32 = 40;
/// Keys: one letter each.
pub const KEYS_MAX: u8 = 26;
/// Operations of a whole run: a run of this size still answers within a second or two.
pub const OPERATIONS_MAX: u32 = 100_000;
/// What a key may hold at the start, and what a call may add or take: sums of a whole run stay exact.
pub const AMOUNT_MAX: i64 = 1_000_000_000;

/// Different things that sets may hold: each is named by a letter.
pub const THINGS_MAX: i64 = 26;
/// Faults: more than a picture can hold.
pub const FAULTS_MAX: u32 = 64;
/// Scripted operations: what a link can carry.
pub const SCRIPT_MAX: u32 = 2_000;
/// Regions of a custom network.
pub const REGIONS_MAX: u32 = 16;
/// Letters of a region's name.
pub const NAME_CHARS_MAX: u32 = 60;
/// Points of a recorded distribution.
pub const EMPIRICAL_POINTS_MAX: u32 = 101;
/// The longest time that can be named, in microseconds: one hour.
pub const TIME_US_MAX: u64 = 3_600_000_000;
/// The longest parameter of a delay, in milliseconds: one minute.
pub const DELAY_MS_MAX: f64 = 60_000.0;
/// The longest delay of one message, in microseconds: a tail without end would outlast any run.
pub const MESSAGE_US_MAX: u64 = 600_000_000;
/// The shortest client timeout, in milliseconds.
pub const TIMEOUT_MS_MIN: u32 = 1;
/// The longest client timeout and settling time, in milliseconds: ten minutes.
pub const TIMEOUT_MS_MAX: u32 = 600_000;
/// How far the network may be stretched or shrunk.
pub const STRETCH_RANGE: (f64, f64) = (0.01, 100.0);
/// The 99th percentile over the median: one is a constant delay.
pub const TAIL_RANGE: (f64, f64) = (1.0, 100.0);
/// The largest share of messages that a network may lose or double: beyond it nothing is left to see.
pub const SHARE_MAX: f64 = 1.0;
/// How much a slow node may multiply a delay.
pub const SLOW_FACTOR_RANGE: (f64, f64) = (1.0, 1_000.0);
/// The largest step of a clock, in microseconds: one hour.
pub const CLOCK_STEP_US_MAX: i64 = 3_600_000_000;
/// The largest drift of a clock, in microseconds a second: half as fast again.
pub const CLOCK_DRIFT_PPM_MAX: i64 = 500_000;
/// Steps of the kernel in one run, and messages: the largest workload takes so many (nine replicas,
/// each asked twice by each operation), and a primary that sends again every millisecond to who is
/// cut off for ever would fill the memory with more.
pub const STEPS_MAX: u64 = 5_000_000;
