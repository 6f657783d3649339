//! How a scenario is edited by hand. Each edit leaves a scenario that can still run where the one
//! before could: moving N takes W and R along, another network takes everyone to its regions.

use scenario::{Distribution, Fault, Links, Object, Scenario, ScriptedOperation, Session};

use super::{network, object};

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// The number of replicas.
    N(u8),
    /// The acknowledgements a write waits for.
    W(u8),
    /// The answers a read waits for.
    R(u8),
    /// The number of nodes that stand in for replicas.
    Spares(u8),
    /// Another protocol, with its own defaults.
    Protocol(String),
    /// A knob of the protocol; `None` takes it back to its default.
    Knob(&'static str, Option<String>),
    /// Another network.
    Network(String),
    /// How far the network is stretched.
    Stretch(f64),
    /// The 99th percentile over the median.
    Tail(f64),
    /// The share of messages lost.
    Loss(f64),
    /// The share of messages doubled.
    Duplication(f64),
    /// A delay for all links of a network of one's own.
    OneWay(Distribution),
    /// A delay for every link of any network, or for the one between two regions.
    Measured(Option<(u8, u8)>, Distribution),
    /// The number of regions of a network of one's own.
    Regions(u8),
    /// The median delay between two of them, in ms; `None` takes it back to that of all links.
    Link(u8, u8, Option<f64>),
    /// The number of sessions.
    Sessions(u8),
    /// Where a session is.
    SessionRegion(u8, u8),
    /// Where a replica is.
    ReplicaRegion(u8, u8),
    /// Operations of each session.
    Operations(u16),
    /// How many of a hundred operations write.
    Writes(u8),
    /// The number of keys.
    Keys(u8),
    /// The pause before each operation.
    Think(Distribution),
    /// What each key is to the sessions.
    Object(Object),
    /// What each key holds at the start.
    Initial(i64),
    /// The most that a random call adds or takes.
    Amount(i64),
    /// How long a client waits, in ms.
    Timeout(u32),
    /// How long the replicas may settle after the last operation, in ms.
    SettleTime(u32),
    /// A new fault.
    AddFault(Fault),
    /// A fault as it shall be.
    SetFault(u16, Fault),
    /// A fault less.
    RemoveFault(u16),
    /// One more scripted operation.
    AddOperation(ScriptedOperation),
    /// A scripted operation less.
    RemoveOperation(u16),
    /// All work as a script, in place of what there was.
    Script(Vec<ScriptedOperation>),
    /// The scripted operations, all gone.
    ClearScript,
    /// The seed.
    Seed(u32),
    /// Another scenario altogether.
    Replace(Box<Scenario>),
}

impl Edit {
    /// What a continued gesture moves: edits of one gesture are one step of undo.
    pub(crate) const fn gesture(&self) -> Option<&'static str> {
        match self {
            Self::N(_) => Some("n"),
            Self::W(_) => Some("w"),
            Self::R(_) => Some("r"),
            Self::Stretch(_) => Some("stretch"),
            Self::Tail(_) => Some("tail"),
            Self::Loss(_) => Some("loss"),
            Self::Duplication(_) => Some("duplication"),
            Self::OneWay(_) => Some("one-way"),
            Self::Operations(_) => Some("operations"),
            Self::Writes(_) => Some("writes"),
            Self::Keys(_) => Some("keys"),
            Self::Think(_) => Some("think"),
            Self::Initial(_) => Some("initial"),
            Self::Amount(_) => Some("amount"),
            Self::Timeout(_) => Some("timeout"),
            Self::SettleTime(_) => Some("settling"),
            Self::Knob(id, _) => Some(id),
            Self::SetFault(..) => Some("fault"),
            Self::Script(_) => Some("script"),
            _ => None,
        }
    }

    /// Applies it.
    pub(crate) fn apply(self, scenario: &mut Scenario) {
        let cluster = &mut scenario.cluster;
        match self {
            Self::N(n) => set_replicas(scenario, n),
            Self::W(w) => cluster.w = w.clamp(1, cluster.n),
            Self::R(r) => cluster.r = r.clamp(1, cluster.n),
            Self::Spares(spares) => set_spares(scenario, spares),
            Self::Protocol(id) => set_protocol(scenario, id),
            Self::Knob(id, Some(value)) => set_knob(scenario, id, value),
            Self::Knob(id, None) => {
                scenario.strategy.knobs.remove(id);
            }
            Self::Network(preset) => network::set(scenario, preset),
            Self::Stretch(stretch) => scenario.network.stretch = stretch,
            Self::Tail(tail) => scenario.network.tail = Some(tail),
            Self::Loss(share) => scenario.network.loss = share,
            Self::Duplication(share) => scenario.network.duplication = share,
            Self::OneWay(one_way) => {
                if let Some(custom) = &mut scenario.network.custom {
                    custom.one_way = one_way;
                }
            }
            Self::Measured(ends, one_way) => network::set_measured(scenario, ends, one_way),
            Self::Regions(count) => network::set_regions(scenario, count),
            Self::Link(from, to, median_ms) => network::set_link(scenario, (from, to), median_ms),
            Self::Sessions(count) => set_sessions(scenario, count),
            Self::SessionRegion(session, region) => {
                if let Some(session) = scenario.sessions.get_mut(usize::from(session)) {
                    session.region = region;
                }
            }
            Self::ReplicaRegion(replica, region) => {
                let mut placement = scenario.placement(&Links::of(&scenario.network));
                if let Some(place) = placement.get_mut(usize::from(replica)) {
                    *place = region;
                }
                scenario.cluster.placement = placement;
            }
            Self::Operations(count) => scenario.workload.random.operations = count,
            Self::Writes(percent) => scenario.workload.random.write_percent = percent.min(100),
            Self::Keys(keys) => scenario.workload.random.keys = keys.max(1),
            Self::Think(think) => scenario.workload.random.think = think,
            Self::Object(object) => object::set(&mut scenario.workload, object),
            Self::Initial(initial) => scenario.workload.initial = initial,
            Self::Amount(amount) => scenario.workload.amount = amount,
            Self::Timeout(timeout_ms) => scenario.timeout_ms = timeout_ms,
            Self::SettleTime(settle_ms) => scenario.settle_ms = settle_ms,
            Self::AddFault(fault) => scenario.faults.push(fault),
            Self::SetFault(index, fault) => {
                if let Some(place) = scenario.faults.get_mut(usize::from(index)) {
                    *place = fault;
                }
            }
            Self::RemoveFault(index) => remove(&mut scenario.faults, index),
            Self::AddOperation(operation) => scenario.workload.script.push(operation),
            Self::RemoveOperation(index) => remove(&mut scenario.workload.script, index),
            Self::Script(script) => {
                scenario.workload.random.operations = 0;
                scenario.workload.script = script;
            }
            Self::ClearScript => scenario.workload.script.clear(),
            Self::Seed(seed) => scenario.seed = seed,
            Self::Replace(other) => *scenario = *other,
        }
    }
}

/// Takes one away, if it is there.
fn remove<T>(list: &mut Vec<T>, index: u16) {
    if usize::from(index) < list.len() {
        list.remove(usize::from(index));
    }
}

/// Another strategy begins with its usual knobs.
fn set_protocol(scenario: &mut Scenario, id: String) {
    scenario.strategy.protocol = id;
    scenario.strategy.knobs.clear();
    fit_services(scenario);
}

/// What a knob asks for comes with it.
fn set_knob(scenario: &mut Scenario, id: &str, value: String) {
    scenario.strategy.knobs.insert(id.to_owned(), value);
    if pipeline::lacks_a_spare(scenario) {
        set_spares(scenario, 1);
    }
}

/// Quorums shrink with the cluster; faults of replicas that are gone go with them.
fn set_replicas(scenario: &mut Scenario, n: u8) {
    let cluster = &mut scenario.cluster;
    cluster.n = n.clamp(1, scenario::limits::REPLICAS_MAX.saturating_sub(cluster.spares).max(1));
    cluster.w = cluster.w.min(cluster.n);
    cluster.r = cluster.r.min(cluster.n);
    cluster.placement.truncate(usize::from(cluster.nodes()));
    drop_lost_nodes(scenario);
}

/// Services are as many as they are and take only what they know; and no store takes that.
fn fit_services(scenario: &mut Scenario) {
    let Some(info) = pipeline::protocol(&scenario.strategy.protocol) else { return };
    match info.native.first() {
        Some(known) if !info.services.is_empty() => {
            object::set(&mut scenario.workload, *known);
            set_replicas(scenario, info.services.len() as u8);
        }
        _ if scenario.workload.object.needs_services() => object::set(&mut scenario.workload, Object::Register),
        _ => {}
    }
}

/// As many as there is room for beside the replicas.
fn set_spares(scenario: &mut Scenario, spares: u8) {
    let cluster = &mut scenario.cluster;
    cluster.spares = spares.min(spares_max(cluster.n));
    cluster.placement.truncate(usize::from(cluster.nodes()));
    drop_lost_nodes(scenario);
}

/// The most spare nodes that there may be beside so many replicas.
pub(crate) fn spares_max(n: u8) -> u8 {
    scenario::limits::SPARES_MAX.min(scenario::limits::REPLICAS_MAX.saturating_sub(n))
}

fn set_sessions(scenario: &mut Scenario, count: u8) {
    let regions = Links::of(&scenario.network).regions().len().max(1);
    let count = usize::from(count.max(1)).min(scenario::limits::SESSIONS_MAX as usize);
    while scenario.sessions.len() < count {
        let region = u8::try_from(scenario.sessions.len() % regions).unwrap_or(0);
        scenario.sessions.push(Session { region });
    }
    scenario.sessions.truncate(count);
    drop_lost_nodes(scenario);
}

fn drop_lost_nodes(scenario: &mut Scenario) {
    let (nodes, sessions) = (scenario.cluster.nodes(), scenario.sessions.len());
    let lives = |node: &scenario::Node| match node.0 {
        history::NodeId::Replica(id) => id.0 < nodes,
        history::NodeId::Session(id) => id.index() < sessions,
    };
    for fault in &mut scenario.faults {
        if let scenario::FaultAction::Partition { nodes, .. } = &mut fault.action {
            nodes.retain(lives);
        }
    }
    scenario.faults.retain(|fault| match fault.action.nodes() {
        [] => matches!(fault.action, scenario::FaultAction::Loss { .. }),
        nodes => nodes.iter().all(lives),
    });
    scenario.workload.script.retain(|operation| lives(&operation.session));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(edits: impl IntoIterator<Item = Edit>) -> Scenario {
        let mut scenario = Scenario::default();
        edits.into_iter().for_each(|edit| edit.apply(&mut scenario));
        let problems = scenario.validate(pipeline::protocols()).err();
        assert_eq!(problems, None);
        scenario
    }

    #[test]
    fn fewer_replicas_take_quorums_and_faults_along() {
        let node: scenario::Node = "r5".parse().expect("a name");
        let crash = Fault { at_us: 0, until_us: None, action: scenario::FaultAction::Crash { node, disk_lost: false } };
        let scenario = after([Edit::R(5), Edit::AddFault(crash), Edit::N(3)]);
        assert_eq!((scenario.cluster.r, scenario.faults.len()), (3, 0));
    }

    #[test]
    fn a_session_that_is_gone_takes_its_script_along() {
        let session = "C".parse().expect("a name");
        let write =
            ScriptedOperation { session, at_us: 5, action: scenario::ScriptedAction::Write, key: 0, drawn: None };
        let scenario = after([Edit::AddOperation(write), Edit::Sessions(2)]);
        assert_eq!(scenario.workload.script, []);
    }

    #[test]
    fn a_switch_that_only_a_spare_is_missing_for_brings_one() {
        let sloppy = || Edit::Knob("sloppy", Some("on".to_owned()));
        assert_eq!(after([sloppy()]).cluster.spares, 1);
        assert_eq!(after([Edit::N(3), Edit::Spares(3), sloppy()]).cluster.spares, 3, "those there are stay");
        assert_eq!(after([Edit::Knob("read_repair", Some("on".to_owned()))]).cluster.spares, 0);
    }

    #[test]
    fn spares_have_room_beside_the_replicas_and_take_their_faults_along() {
        assert_eq!(after([Edit::N(7), Edit::Spares(4)]).cluster.spares, 2);
        let node: scenario::Node = "r5".parse().expect("a name");
        let crash = Fault { at_us: 0, until_us: None, action: scenario::FaultAction::Crash { node, disk_lost: false } };
        let fewer =
            after([Edit::N(3), Edit::Spares(3), Edit::ReplicaRegion(4, 2), Edit::AddFault(crash), Edit::Spares(1)]);
        assert_eq!((fewer.cluster.placement.len(), fewer.faults.len()), (4, 0));
    }

    #[test]
    fn another_object_takes_the_script_along() {
        let edits = [Edit::AddOperation(write_at_5()), Edit::Object(Object::Account)];
        let account = after(edits.clone()).workload;
        assert_eq!(account.script[0].action, scenario::ScriptedAction::Add(account.amount));
        let back = after(edits.into_iter().chain([Edit::Object(Object::Stock), Edit::Object(Object::Register)]));
        assert_eq!(back.workload.script, [write_at_5()]);
        assert_eq!((back.workload.initial, back.workload.amount), (1, 1));
    }

    #[test]
    fn services_bring_the_object_that_they_know_and_take_it_along() {
        let saga = after([Edit::AddOperation(write_at_5()), Edit::Protocol("saga".to_owned())]);
        assert_eq!((saga.cluster.n, saga.workload.object), (4, Object::Order));
        assert_eq!(saga.workload.script[0].action, scenario::ScriptedAction::Add(1));
        let back = after(["saga", "quorum"].map(|id| Edit::Protocol(id.to_owned())));
        assert_eq!(back.workload.object, Object::Register);
    }

    fn write_at_5() -> ScriptedOperation {
        let session = "A".parse().expect("a name");
        ScriptedOperation { session, at_us: 5, action: scenario::ScriptedAction::Write, key: 0, drawn: None }
    }

    #[test]
    fn time_and_patience_are_set_as_written() {
        let think = Distribution::Uniform { low_ms: 1.0, high_ms: 2.0 };
        let scenario = after([Edit::Think(think.clone()), Edit::SettleTime(70), Edit::Timeout(90)]);
        assert_eq!((scenario.workload.random.think, scenario.settle_ms, scenario.timeout_ms), (think, 70, 90));
    }
}
