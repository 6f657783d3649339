//! When faults begin to act, and when they cease.

use history::{Duration, FaultKind, FaultMark, NodeId, ReplicaId};

use super::{FAULT, Lines};
use crate::story::Story;
use crate::timeline::say;

impl Lines<'_> {
    pub(super) fn faults(&mut self) {
        let story = self.story;
        for mark in story.faults.iter().filter(|mark| mark.begin <= story.end) {
            self.push(mark.begin, FAULT, None, begins(story, mark));
            if let Some(end) = mark.end.filter(|end| *end > mark.begin && *end <= story.end) {
                self.push(end, FAULT, None, ends(story, mark));
            }
        }
    }
}

fn begins(story: &Story, mark: &FaultMark) -> String {
    let replica = |replica: &ReplicaId| story.name(NodeId::Replica(*replica)).to_owned();
    match &mark.kind {
        FaultKind::Partition { outward_passes, inward_passes, .. } => {
            let (who, _) = say::fault(story, mark);
            match (outward_passes, inward_passes) {
                (true, false) => format!("Nothing reaches {who} any more; what it sends still passes."),
                (false, true) => format!("Nothing that {who} sends arrives any more; what is sent to it still passes."),
                _ => format!("{who} is cut off from the rest."),
            }
        }
        FaultKind::Crash { replica: at, disk_lost: false } => format!("{} crashes.", replica(at)),
        FaultKind::Crash { replica: at, .. } => format!("{} crashes, and what it stored is lost.", replica(at)),
        FaultKind::Pause { replica: at } => format!("{} stops for a while; what reaches it waits.", replica(at)),
        FaultKind::Slow { node } => format!("Messages to and from {} take longer now.", story.name(*node)),
        FaultKind::Loss => "More messages get lost now.".to_owned(),
        FaultKind::ClockStep { node, by_us } => {
            let way = if *by_us < 0 { "back" } else { "ahead" };
            let by = Duration::from_us(by_us.unsigned_abs());
            format!("The clock of {} jumps {way} by {by}.", story.name(*node))
        }
        FaultKind::ClockDrift { node, rate_ppm } => {
            let way = if *rate_ppm < 0 { "slow" } else { "fast" };
            let by = Duration::from_us(rate_ppm.unsigned_abs());
            format!("The clock of {} runs {way}, by {by} a second.", story.name(*node))
        }
    }
}

fn ends(story: &Story, mark: &FaultMark) -> String {
    let (who, _) = say::fault(story, mark);
    match &mark.kind {
        FaultKind::Partition { .. } => format!("{who} is joined with the rest again."),
        FaultKind::Crash { .. } => format!("{who} is up again."),
        FaultKind::Pause { .. } => format!("{who} goes on."),
        FaultKind::Slow { .. } => format!("Messages to and from {who} are as fast as before."),
        FaultKind::Loss => "Messages get lost no more often than before.".to_owned(),
        FaultKind::ClockStep { node, .. } => format!("The clock of {} is right again.", story.name(*node)),
        FaultKind::ClockDrift { node, .. } => {
            format!("The clock of {} runs as it should again.", story.name(*node))
        }
    }
}
