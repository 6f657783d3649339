//! Which of the data the first part needs: what its code names, and what that names in turn.
//!
//! The linker tells where each object lies, and where in data an address stands. An address keeps the
//! object that it lies in; in code a number that only looks like one keeps an object too many. What
//! no address of the first part leads to is read by the late part alone, and can come with it.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ConstExpr, DataSection};
use wasmparser::{
    DataKind, KnownCustom, Linking, MemArg, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo,
};

use crate::Problem;
use crate::module::Module;

/// Where the objects of a module's data lie, as the linker left it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    /// Beginning and end of each.
    ranges: Vec<(u32, u32)>,
    /// Addresses in the code that mean an object without lying in it, by address: an index that
    /// does not begin at 0 is taken off beforehand.
    means: BTreeMap<u32, BTreeSet<u32>>,
    /// The addresses that the linker put in, wherever it was.
    named: BTreeSet<u32>,
    /// Where in data an address stands, and where the object begins that it means. In code the linker's
    /// word is lost once an optimizer has been there; in data it holds, so an end is no beginning.
    addresses: BTreeMap<u32, u32>,
    /// Where in data a place in the table stands.
    places: BTreeSet<u32>,
}

/// Data, and which of it comes late.
pub(crate) struct Data {
    start: u32,
    bytes: Vec<u8>,
    is_late: Vec<bool>,
    /// The numbers that the first part holds, in its code and in its data.
    pub(crate) numbers: BTreeSet<u32>,
}

impl Objects {
    /// Reads what the linker emits with `--emit-relocs`.
    ///
    /// # Errors
    /// The bytes are no such module.
    pub(crate) fn read(linked: &[u8]) -> Result<Self, Problem> {
        let mut objects = Self::default();
        let (mut segments, mut symbols) = (Segments::default(), Vec::new());
        let mut number = 0;
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload?;
            let is_section = payload.as_section().is_some();
            match payload {
                Payload::DataSection(section) => {
                    segments.section = number;
                    let begin = section.range().start;
                    for data in section {
                        let data = data?;
                        let offset = data.range.end - data.data.len() as u64 - begin;
                        segments.starts.push((start_of(&data.kind)?, offset as u32, data.data.len() as u32));
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            let Linking::SymbolTable(table) = part? else { continue };
                            for symbol in table {
                                symbols.push(range_of(&symbol?, &segments));
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let in_data = relocations.section_index() == segments.section;
                        for entry in relocations.entries() {
                            let entry = entry?;
                            let meant = objects.note(&entry, &symbols);
                            let at = segments.address_of(entry.offset).filter(|_| in_data);
                            match entry.ty {
                                RelocationType::MemoryAddrI32 => objects.addresses.extend(at.zip(meant)),
                                RelocationType::TableIndexI32 => objects.places.extend(at),
                                _ => {}
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
            number += u32::from(is_section);
        }
        objects.ranges = symbols.into_iter().flatten().collect();
        if objects.ranges.is_empty() {
            return Err(Problem("the linked module does not say where its data lies".to_owned()));
        }
        Ok(objects)
    }

    /// Takes an address down; where the object begins that it means.
    fn note(&mut self, entry: &RelocationEntry, symbols: &[Option<(u32, u32)>]) -> Option<u32> {
        let is_address = matches!(
            entry.ty,
            RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32
        );
        let symbol = symbols.get(entry.index as usize).copied().flatten();
        let (start, end) = symbol.filter(|_| is_address)?;
        let address = start.wrapping_add(entry.addend as u32);
        self.named.insert(address);
        if !(start..end).contains(&address) {
            self.means.entry(address).or_default().insert(start);
        }
        Some(start)
    }

    /// The objects that an address may mean.
    fn meant(&self, address: u32) -> impl Iterator<Item = usize> {
        let others: Vec<u32> = self.means.get(&address).into_iter().flatten().copied().collect();
        let lies_in = move |(start, end): &(u32, u32)| (*start..*end).contains(&address) || others.contains(start);
        self.ranges.iter().enumerate().filter(move |(_, range)| lies_in(range)).map(|(index, _)| index)
    }

    /// The objects that the addresses in one of them mean.
    fn meant_by(&self, (start, end): (u32, u32)) -> impl Iterator<Item = usize> {
        let begin: BTreeSet<u32> = self.addresses.range(start..end).map(|(_, begin)| *begin).collect();
        self.ranges.iter().enumerate().filter(move |(_, range)| begin.contains(&range.0)).map(|(index, _)| index)
    }
}

fn start_of(kind: &DataKind<'_>) -> Result<u32, Problem> {
    if let DataKind::Active { memory_index: 0, offset_expr } = kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value as u32);
    }
    Err(Problem("data without a place of its own".to_owned()))
}

/// The pieces of the data section.
#[derive(Default)]
struct Segments {
    /// The number of the section among all sections.
    section: u32,
    /// Where each lies in memory, where in the section, and how long it is.
    starts: Vec<(u32, u32, u32)>,
}

impl Segments {
    /// The address of what stands there in the section.
    fn address_of(&self, offset: u32) -> Option<u32> {
        let piece = self.starts.iter().find(|(_, begin, length)| (*begin..begin + length).contains(&offset));
        piece.map(|(start, begin, _)| start + offset - begin)
    }
}

fn range_of(symbol: &SymbolInfo<'_>, segments: &Segments) -> Option<(u32, u32)> {
    let SymbolInfo::Data { symbol: Some(place), .. } = symbol else { return None };
    let start = segments.starts.get(place.index as usize)?.0 + place.offset;
    Some((start, start + place.size))
}

impl Data {
    /// The data of a module whose first part has those functions.
    pub(crate) fn of(
        module: &Module<'_>,
        first: impl Iterator<Item = u32>,
        objects: &Objects,
    ) -> Result<Self, Problem> {
        let mut data = Self::read(module)?;
        let mut named = Named(BTreeSet::new());
        for function in first {
            let Some(body) = module.body_of(function) else { continue };
            for operator in body.code.get_operators_reader()? {
                named.instruction(operator?)?;
            }
        }
        // One more than every character: so code says that there is none. It looks like an address.
        let no_character = u32::from(char::MAX) + 1;
        if !objects.named.contains(&no_character) {
            named.0.remove(&no_character);
        }
        data.keep(objects, named.0.clone());
        data.numbers = named.0;
        let kept: Vec<u32> = objects.places.iter().filter(|at| !data.comes_late(**at)).copied().collect();
        data.numbers.extend(kept.into_iter().filter_map(|at| data.word(at)).collect::<Vec<_>>());
        Ok(data)
    }

    fn read(module: &Module<'_>) -> Result<Self, Problem> {
        let mut parts = Vec::new();
        for payload in Parser::new(0).parse_all(module.bytes) {
            let Payload::DataSection(section) = payload? else { continue };
            for part in section {
                let part = part?;
                parts.push((start_of(&part.kind)?, part.data));
            }
        }
        let start = parts.iter().map(|(start, _)| *start).min().unwrap_or(0) & !3;
        let end = parts.iter().map(|(start, bytes)| *start as usize + bytes.len()).max().unwrap_or(0);
        let mut bytes = vec![0; (end - (start as usize).min(end)).next_multiple_of(4)];
        for (place, part) in parts {
            bytes[(place - start) as usize..][..part.len()].copy_from_slice(part);
        }
        Ok(Self { start, is_late: vec![false; bytes.len()], bytes, numbers: BTreeSet::new() })
    }

    /// Marks what no address leads to, from those that are named.
    fn keep(&mut self, objects: &Objects, named: BTreeSet<u32>) {
        let place = |address: u32| (address.saturating_sub(self.start) as usize).min(self.bytes.len());
        let mut kept = vec![false; objects.ranges.len()];
        let mut waiting: Vec<usize> = named.into_iter().flat_map(|address| objects.meant(address)).collect();
        while let Some(index) = waiting.pop() {
            if !std::mem::replace(&mut kept[index], true) {
                waiting.extend(objects.meant_by(objects.ranges[index]));
            }
        }
        for early in [false, true] {
            for ((start, end), _) in objects.ranges.iter().zip(&kept).filter(|(_, kept)| **kept == early) {
                self.is_late[place(*start)..place(*end)].fill(!early);
            }
        }
    }

    /// The number that stands at an address.
    fn word(&self, at: u32) -> Option<u32> {
        let place = at.checked_sub(self.start)? as usize;
        self.bytes.get(place..place + 4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn comes_late(&self, at: u32) -> bool {
        let place = at.checked_sub(self.start).map(|place| place as usize);
        place.and_then(|place| self.is_late.get(place)).copied().unwrap_or(false)
    }

    /// The data of the first part, in one piece: what is not in it is zero.
    pub(crate) fn first(&self) -> DataSection {
        let kept: Vec<u8> =
            self.bytes.iter().zip(&self.is_late).map(|(byte, late)| if *late { 0 } else { *byte }).collect();
        let length = kept.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let begin = kept.iter().position(|byte| *byte != 0).unwrap_or(0).min(length);
        let mut section = DataSection::new();
        let at = ConstExpr::i32_const((self.start + begin as u32) as i32);
        section.active(0, &at, kept[begin..length].iter().copied());
        section
    }

    /// The data that comes late, which leaves alone what the first part may have written by then.
    pub(crate) fn late(&self) -> DataSection {
        self.those(&self.is_late)
    }

    /// What of it comes next, if what another cut says is late comes last.
    pub(crate) fn next(&self, last: &Self) -> DataSection {
        let is_next = self.is_late.iter().zip(&last.is_late).map(|(late, last)| *late && !*last);
        self.those(&is_next.collect::<Vec<bool>>())
    }

    fn those(&self, are_there: &[bool]) -> DataSection {
        let mut section = DataSection::new();
        let mut at = 0;
        for run in are_there.chunk_by(|a, b| a == b) {
            let bytes = &self.bytes[at..at + run.len()];
            if run[0] && bytes.iter().any(|byte| *byte != 0) {
                section.active(0, &ConstExpr::i32_const((self.start + at as u32) as i32), bytes.iter().copied());
            }
            at += run.len();
        }
        section
    }
}

/// The numbers in code that may be addresses.
struct Named(BTreeSet<u32>);

impl Named {
    /// Takes a number down, and what is left where it is subtracted.
    fn note(&mut self, number: u32) {
        self.0.extend([number, number.wrapping_neg()]);
    }
}

impl Reencode for Named {
    type Error = Problem;

    fn mem_arg(&mut self, place: MemArg) -> Result<wasm_encoder::MemArg, Error<Problem>> {
        self.note(place.offset as u32);
        utils::mem_arg(self, place)
    }

    fn instruction<'a>(&mut self, step: Operator<'a>) -> Result<wasm_encoder::Instruction<'a>, Error<Problem>> {
        match step {
            Operator::I32Const { value } => self.note(value as u32),
            // An address and a length in one.
            Operator::I64Const { value } => {
                self.note(value as u32);
                self.note((value >> 32) as u32);
            }
            _ => {}
        }
        utils::instruction(self, step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five objects of eight bytes each, from address 1000 on; the first holds the address of the
    /// second, and 990 means the fourth. Behind them lie four bytes that nobody owns.
    fn data() -> (Data, Objects) {
        let mut bytes: Vec<u8> = (1..=44).collect();
        bytes[4..8].copy_from_slice(&1008_u32.to_le_bytes());
        let ranges = (0..5).map(|object| (1000 + 8 * object, 1008 + 8 * object)).collect();
        let means = BTreeMap::from([(990, BTreeSet::from([1024]))]);
        let objects = Objects { ranges, means, addresses: BTreeMap::from([(1004, 1008)]), ..Objects::default() };
        (Data { start: 1000, is_late: vec![false; bytes.len()], bytes, numbers: BTreeSet::new() }, objects)
    }

    fn kept(named: &[u32]) -> Vec<u32> {
        let (mut data, objects) = data();
        data.keep(&objects, named.iter().copied().collect());
        (0..11).map(|word| 1000 + 4 * word).filter(|at| !data.is_late[(at - 1000) as usize]).collect()
    }

    #[test]
    fn what_an_address_leads_to_is_kept_and_so_is_what_nobody_owns() {
        assert_eq!(kept(&[]), [1040]);
        assert_eq!(kept(&[1002]), [1000, 1004, 1008, 1012, 1040], "by a part of it, and by a part of that");
        assert_eq!(kept(&[990, 1032]), [1024, 1028, 1032, 1036, 1040], "by an address before it");
    }

    #[test]
    fn an_address_in_data_that_ends_one_object_does_not_begin_the_next() {
        // In data the linker said which of both is meant; in code nobody knows any more, and both are kept.
        let (mut data, mut objects) = data();
        objects.addresses = BTreeMap::from([(1004, 1016)]);
        objects.means = BTreeMap::from([(1024, BTreeSet::from([1016]))]);
        data.bytes[4..8].copy_from_slice(&1024_u32.to_le_bytes());
        let mut kept = |named: u32| {
            data.is_late.fill(false);
            data.keep(&objects, BTreeSet::from([named]));
            (0..5).filter(|object| !data.is_late[8 * object]).collect::<Vec<usize>>()
        };
        assert_eq!(kept(1000), [0, 2]);
        assert_eq!(kept(1024), [2, 3]);
    }

    #[test]
    fn both_parts_together_hold_every_byte_once() {
        let (mut data, objects) = data();
        data.keep(&objects, BTreeSet::from([1016]));
        let mut memory = vec![0; data.bytes.len()];
        for section in [data.first(), data.late()] {
            let mut module = wasm_encoder::Module::new();
            module.section(&section);
            for payload in Parser::new(0).parse_all(&module.finish()) {
                let Payload::DataSection(section) = payload.expect("readable") else { continue };
                for part in section {
                    let part = part.expect("readable");
                    let start = start_of(&part.kind).expect("a place") as usize - 1000;
                    for (place, byte) in part.data.iter().enumerate().filter(|(_, byte)| **byte != 0) {
                        assert_eq!(std::mem::replace(&mut memory[start + place], *byte), 0);
                    }
                }
            }
        }
        assert_eq!(memory, data.bytes);
    }
}
