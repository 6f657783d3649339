//! A part of a history, laid out for the search of one order: its operations lane by lane, each
//! with its class, and the writes of each key.

use crate::index::{Index, NEVER, NONE};
use crate::radix::{Record, sort};

/// Some operations of a history. They are called nodes here and numbered lane by lane, each lane
/// the operations of one process in its order: where a lane has got to is the number of a node.
pub(super) struct Part {
    pub(super) nodes: Vec<Node>,
    /// The first node of each lane, and behind the last lane the number of nodes.
    pub(super) first: Vec<u32>,
    /// The operations that share a key and a value, by key.
    pub(super) groups: Vec<Group>,
    /// The nodes group by group.
    members: Vec<u32>,
    /// The writes of all keys, key by key, each in the order of their numbers.
    writes: Vec<u32>,
    /// Where the writes of each key begin, and their number.
    keys: Vec<u32>,
}

/// An operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Its place in the index.
    pub(super) entry: u32,
    pub(super) lane: u32,
    pub(super) group: u32,
    pub(super) key: u32,
    pub(super) write: bool,
    /// Whether it need not have happened: nobody acknowledged it, and who read its value may have
    /// read another write of the same.
    pub(super) optional: bool,
}

/// The operations that share a key and a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) key: u32,
    /// Whether it is known which write its reads saw.
    pub(super) certain: bool,
    /// Whether it is what the key held at first.
    pub(super) initial: bool,
    /// Its write, if it is certain and not initial.
    pub(super) write: u32,
    first: u32,
    count: u32,
}

impl Part {
    /// Lays out these entries, which are in order of process and start.
    pub(super) fn new(index: &Index<'_>, entries: &[Record]) -> Self {
        let mut part = Self {
            nodes: Vec::with_capacity(entries.len()),
            first: Vec::new(),
            groups: Vec::new(),
            members: Vec::with_capacity(entries.len()),
            writes: Vec::new(),
            keys: Vec::new(),
        };
        let mut by_class = Vec::with_capacity(entries.len());
        for (item, record) in (0..).zip(entries) {
            if item == 0 || entries[item as usize - 1].group != record.group {
                part.first.push(item);
            }
            let entry = index.entry(record.item);
            let optional = entry.write && entry.end == NEVER && index.class_of(record.item).ambiguous;
            let lane = part.first.len() as u32 - 1;
            part.nodes.push(Node { entry: record.item, lane, group: 0, key: 0, write: entry.write, optional });
            by_class.push(Record { group: entry.class, item, rank: 0 });
        }
        part.first.push(entries.len() as u32);
        sort(&mut by_class);
        part.group(index, &by_class);
        part.line_up_writes();
        part
    }

    /// Groups the nodes by their classes, which are in order of key.
    fn group(&mut self, index: &Index<'_>, by_class: &[Record]) {
        let mut last_key = None;
        let mut keys = 0;
        for members in by_class.chunk_by(|a, b| a.group == b.group) {
            let class = &index.classes[members[0].group as usize];
            keys += u32::from(last_key != Some(class.key));
            last_key = Some(class.key);
            let (key, number) = (keys - 1, self.groups.len() as u32);
            let first = self.members.len() as u32;
            let mut write = NONE;
            for member in members {
                let node = &mut self.nodes[member.item as usize];
                (node.group, node.key) = (number, key);
                if node.write && class.certain() {
                    write = member.item;
                }
                self.members.push(member.item);
            }
            let (certain, initial, count) = (class.certain(), class.initial, members.len() as u32);
            self.groups.push(Group { key, certain, initial, write, first, count });
        }
        self.keys = vec![0; keys as usize + 1];
    }

    fn line_up_writes(&mut self) {
        for node in self.nodes.iter().filter(|node| node.write) {
            self.keys[node.key as usize + 1] += 1;
        }
        for key in 1..self.keys.len() {
            self.keys[key] += self.keys[key - 1];
        }
        let mut next = self.keys.clone();
        self.writes = vec![0; next.last().map_or(0, |count| *count as usize)];
        for (number, node) in (0..).zip(&self.nodes).filter(|(_, node)| node.write) {
            let place = &mut next[node.key as usize];
            self.writes[*place as usize] = number;
            *place += 1;
        }
    }

    pub(super) fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }

    pub(super) fn group_of(&self, node: u32) -> &Group {
        &self.groups[self.node(node).group as usize]
    }

    pub(super) fn members(&self, group: &Group) -> &[u32] {
        &self.members[group.first as usize..(group.first + group.count) as usize]
    }

    /// The nodes of a group that read.
    pub(super) fn reads(&self, group: &Group) -> impl Iterator<Item = u32> + use<'_> {
        self.members(group).iter().copied().filter(|node| !self.node(*node).write)
    }

    /// The writes of a key, in the order of their numbers.
    pub(super) fn writes(&self, key: u32) -> &[u32] {
        &self.writes[self.keys[key as usize] as usize..self.keys[key as usize + 1] as usize]
    }

    pub(super) fn lanes(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn keys(&self) -> usize {
        self.keys.len() - 1
    }
}
