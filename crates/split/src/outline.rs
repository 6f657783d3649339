//! Moves what was never reached out of the functions that were: each stretch becomes a function of
//! its own, which can come late.
//!
//! The new function takes the locals that the stretch reads, then its own place in the table, and
//! returns what it leaves on the stack, then which way it went, then the locals that it changed.
//! Where it stood a call stays, which puts the locals back and goes the same way. The place is for
//! whoever stands in for many of them.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasm_encoder::{BlockType, CodeSection, Function, FunctionSection, Instruction, TypeSection};
use wasmparser::{FuncType, Operator, Payload, ValType, ValidPayload, Validator};

use crate::Problem;
use crate::chance::{by_chance, follow};
use crate::locals::{lost, with_fewer_locals, with_locals};
use crate::module::Module;
use crate::region::{Region, cold};
use crate::walk::{Walk, opens};

/// A module with every cold stretch in a function of its own.
pub(crate) struct Outlined {
    pub(crate) bytes: Vec<u8>,
    /// The functions that were reached.
    pub(crate) reached: BTreeSet<u32>,
    /// The functions and stretches that were shown, beside those.
    pub(crate) shown: BTreeSet<u32>,
    /// The number of the first function that was a stretch; all that follow are others. Their places
    /// follow those of the table in the same order.
    pub(crate) stretches: u32,
}

/// Moves every stretch that was not seen into a function of its own, behind all others.
pub(crate) fn outline(module: &Module<'_>, seen: &BTreeSet<u32>, shown: &BTreeSet<u32>) -> Result<Outlined, Problem> {
    let probes = shown;
    let mut shown = BTreeSet::new();
    let seen: Vec<bool> = (0..=seen.last().copied().unwrap_or(0)).map(|probe| seen.contains(&probe)).collect();
    let mut outline = Outline::new(module);
    let whole = by_chance(module.bytes);
    let mut reached = BTreeSet::new();
    let mut probe = 0;
    let mut validator = Validator::new();
    for payload in wasmparser::Parser::new(0).parse_all(module.bytes) {
        let payload = payload?;
        let is_body = matches!(payload, Payload::CodeSectionEntry(_));
        let ValidPayload::Func(function, body) = validator.payload(&payload)? else { continue };
        debug_assert!(is_body, "only bodies are walked");
        let number = module.imported + outline.bodies.len() as u32;
        let first = probe as usize;
        let walk = Walk::through(function, &body, &mut probe)?;
        let was_reached = seen.get(first).copied().unwrap_or(false);
        let mut regions = Vec::new();
        if was_reached {
            reached.insert(number);
        }
        if probes.contains(&(first as u32)) {
            shown.insert(number);
        }
        if was_reached && !whole.contains(&number) {
            regions = cold(&walk, module.type_of(number), &module.types, &seen)?;
        }
        for (moved, region) in (outline.functions + outline.moved.len() as u32..).zip(&regions) {
            let mut steps = walk.steps[region.steps.clone()].iter();
            if steps.any(|step| step.probe.is_some_and(|probe| probes.contains(&probe))) {
                shown.insert(moved);
            }
        }
        let kept = outline.rewrite(&walk, module.type_of(number).params().len(), &regions)?;
        outline.bodies.push(kept);
    }
    follow(module, &whole, &mut reached);
    let mut encoded = wasm_encoder::Module::new();
    outline.parse_core_module(&mut encoded, wasmparser::Parser::new(0), module.bytes)?;
    Ok(Outlined { bytes: encoded.finish(), reached, shown, stretches: module.functions.len() as u32 })
}

struct Outline {
    /// How many types the module has of its own.
    types: u32,
    /// The types by what they take and give, old and new.
    numbers: BTreeMap<(Vec<ValType>, Vec<ValType>), u32>,
    new_kinds: Vec<(Vec<ValType>, Vec<ValType>)>,
    /// The number of the first new function.
    functions: u32,
    /// Its place in the table.
    places: u32,
    bodies: Vec<Function>,
    /// The new functions, with their types.
    moved: Vec<(u32, Function)>,
}

impl Outline {
    fn new(module: &Module<'_>) -> Self {
        let kinds = module.types.iter().map(|kind| (kind.params().to_vec(), kind.results().to_vec()));
        Self {
            types: module.types.len() as u32,
            numbers: kinds.zip(0..).collect(),
            new_kinds: Vec::new(),
            functions: module.functions.len() as u32,
            places: module.table_length(),
            bodies: Vec::new(),
            moved: Vec::new(),
        }
    }

    fn kind(&mut self, params: &[ValType], results: &[ValType]) -> u32 {
        let next = self.types + self.new_kinds.len() as u32;
        let kind = (params.to_vec(), results.to_vec());
        let kinds = &mut self.new_kinds;
        *self.numbers.entry(kind.clone()).or_insert_with(|| {
            kinds.push(kind);
            next
        })
    }

    fn block(&mut self, results: &[ValType]) -> Result<BlockType, Problem> {
        Ok(match results {
            [] => BlockType::Empty,
            [one] => BlockType::Result(RoundtripReencoder.val_type(*one).map_err(lost)?),
            more => BlockType::FunctionType(self.kind(&[], more)),
        })
    }

    /// The body without its cold stretches.
    fn rewrite(&mut self, walk: &Walk<'_>, params: usize, regions: &[Region]) -> Result<Function, Problem> {
        let way = walk.locals.len() as u32;
        let mut steps: Vec<Instruction<'_>> = Vec::new();
        let mut here = 0;
        let mut regions = regions.iter().peekable();
        while here < walk.steps.len() {
            if let Some(region) = regions.next_if(|region| region.steps.start == here) {
                let index = self.moved.len() as u32;
                let moved = self.move_out(walk, region)?;
                self.moved.push(moved);
                call_instead(&mut steps, region, (self.functions + index, self.places + index), way);
                here = region.steps.end;
                continue;
            }
            steps.push(encoded(&walk.steps[here].operator)?);
            here += 1;
        }
        let mut kinds = walk.locals.clone();
        kinds.push(ValType::I32);
        with_fewer_locals(steps, &kinds, params)
    }

    /// The function that a stretch becomes.
    fn move_out(&mut self, walk: &Walk<'_>, region: &Region) -> Result<(u32, Function), Problem> {
        let type_of = |local: &u32| walk.locals[*local as usize];
        let params: Vec<ValType> = region.inputs.iter().map(type_of).chain([ValType::I32]).collect();
        let values = region.values();
        let mut results = values.to_vec();
        results.extend(region.tells_way().then_some(ValType::I32));
        results.extend(region.outputs.iter().map(type_of));
        let kind = self.kind(&params, &results);

        let (locals, own) = own_locals(walk, region);
        let mut function = with_locals(&own)?;
        let leave = |function: &mut Function, way: usize| {
            if region.tells_way() {
                function.instruction(&Instruction::I32Const(way as i32));
            }
            for output in &region.outputs {
                function.instruction(&Instruction::LocalGet(locals[output]));
            }
            function.instruction(&Instruction::Return);
        };
        // A block for each way out, the way on innermost: label 0 of the stretch.
        for exit in region.exits.iter().rev() {
            let block = self.block(&exit.values)?;
            function.instruction(&Instruction::Block(block));
        }
        let on = self.block(region.falls.as_deref().unwrap_or_default())?;
        function.instruction(&Instruction::Block(on));
        let mut depth = 0;
        for step in &walk.steps[region.steps.clone()] {
            function.instruction(&moved(&step.operator, depth, region, &locals)?);
            match &step.operator {
                operator if opens(operator) => depth += 1,
                Operator::End => depth -= 1,
                _ => {}
            }
        }
        match region.falls {
            Some(_) => {
                function.instruction(&Instruction::End);
                leave(&mut function, 0);
            }
            None => {
                function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
                function.instruction(&Instruction::Unreachable);
            }
        }
        for (index, exit) in region.exits.iter().enumerate() {
            function.instruction(&Instruction::End);
            if exit.values.is_empty() {
                values.iter().try_for_each(|kind| nothing(&mut function, *kind))?;
            }
            leave(&mut function, index + 1);
        }
        function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
        Ok((kind, function))
    }
}

impl Region {
    /// What the call leaves on the stack.
    fn values(&self) -> &[ValType] {
        match (&self.falls, self.exits.as_slice()) {
            (Some(values), _) => values,
            (None, [exit]) => &exit.values,
            (None, _) => &[],
        }
    }

    fn ways(&self) -> usize {
        self.exits.len() + usize::from(self.falls.is_some())
    }

    /// Whether the call has to be told which way to go on.
    fn tells_way(&self) -> bool {
        self.ways() > 1
    }
}

/// What stands where a stretch stood.
fn call_instead(steps: &mut Vec<Instruction<'_>>, region: &Region, (number, place): (u32, u32), way: u32) {
    for input in &region.inputs {
        steps.push(Instruction::LocalGet(*input));
    }
    steps.push(Instruction::I32Const(place as i32));
    steps.push(Instruction::Call(number));
    for output in region.outputs.iter().rev() {
        steps.push(Instruction::LocalSet(*output));
    }
    match (region.exits.as_slice(), region.falls.is_some()) {
        ([], true) => {}
        ([], false) => {
            steps.push(Instruction::Unreachable);
        }
        ([exit], false) => {
            steps.push(Instruction::Br(exit.label));
        }
        ([exit], true) => {
            steps.push(Instruction::BrIf(exit.label));
        }
        ([exit, other], false) => {
            // Ways 1 and 2.
            steps.push(Instruction::I32Const(1));
            steps.push(Instruction::I32Eq);
            steps.push(Instruction::BrIf(exit.label));
            steps.push(Instruction::Br(other.label));
        }
        (exits, falls) => {
            steps.push(Instruction::LocalSet(way));
            for (index, exit) in exits.iter().enumerate() {
                steps.push(Instruction::LocalGet(way));
                steps.push(Instruction::I32Const(index as i32 + 1));
                steps.push(Instruction::I32Eq);
                steps.push(Instruction::BrIf(exit.label));
            }
            if !falls {
                steps.push(Instruction::Unreachable);
            }
        }
    }
}

/// The new numbers of a stretch's locals: inputs first, as they are parameters; and the types of the
/// others, behind the place.
fn own_locals(walk: &Walk<'_>, region: &Region) -> (BTreeMap<u32, u32>, Vec<ValType>) {
    let mut numbers: BTreeMap<u32, u32> = region.inputs.iter().copied().zip(0..).collect();
    let mut own = Vec::new();
    for step in &walk.steps[region.steps.clone()] {
        let (Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index }) = step.operator
        else {
            continue;
        };
        let next = numbers.len() as u32 + 1;
        numbers.entry(local_index).or_insert_with(|| {
            own.push(walk.locals[local_index as usize]);
            next
        });
    }
    (numbers, own)
}

/// An instruction of a stretch, in its new place.
fn moved<'a>(
    operator: &Operator<'a>,
    depth: u32,
    region: &Region,
    locals: &BTreeMap<u32, u32>,
) -> Result<Instruction<'a>, Problem> {
    // Label 0 stays; every other way out has a block of its own around that.
    let label = |label: u32| match label.checked_sub(depth) {
        None => label,
        Some(outer) => {
            let place = region.exits.iter().position(|exit| exit.label == outer);
            place.map_or(depth, |place| depth + 1 + place as u32)
        }
    };
    Ok(match operator {
        Operator::LocalGet { local_index } => Instruction::LocalGet(locals[local_index]),
        Operator::LocalSet { local_index } => Instruction::LocalSet(locals[local_index]),
        Operator::LocalTee { local_index } => Instruction::LocalTee(locals[local_index]),
        Operator::Br { relative_depth } => Instruction::Br(label(*relative_depth)),
        Operator::BrIf { relative_depth } => Instruction::BrIf(label(*relative_depth)),
        Operator::BrTable { targets } => {
            let labels: Vec<u32> = targets.targets().collect::<Result<_, _>>()?;
            Instruction::BrTable(labels.into_iter().map(label).collect(), label(targets.default()))
        }
        // The way out of the whole function is the outermost of the stretch's labels.
        Operator::Return => Instruction::Br(depth + region.exits.len() as u32),
        other => encoded(other)?,
    })
}

fn encoded<'a>(operator: &Operator<'a>) -> Result<Instruction<'a>, Problem> {
    RoundtripReencoder.instruction(operator.clone()).map_err(lost)
}

/// Some value, where none is looked at.
fn nothing(function: &mut Function, kind: ValType) -> Result<(), Problem> {
    match kind {
        ValType::I32 => function.instruction(&Instruction::I32Const(0)),
        ValType::I64 => function.instruction(&Instruction::I64Const(0)),
        ValType::F32 => function.instruction(&Instruction::F32Const(0.0.into())),
        ValType::F64 => function.instruction(&Instruction::F64Const(0.0.into())),
        other => return Err(Problem(format!("a cold stretch leaves a {other}"))),
    };
    Ok(())
}

impl Reencode for Outline {
    type Error = Problem;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: wasmparser::TypeSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        utils::parse_type_section(self, types, section)?;
        for (params, results) in std::mem::take(&mut self.new_kinds) {
            let kind = self.func_type(FuncType::new(params, results))?;
            types.ty().func_type(&kind);
        }
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: wasmparser::FunctionSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        utils::parse_function_section(self, functions, section)?;
        for (kind, _) in &self.moved {
            functions.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: wasmparser::CodeSectionReader<'_>,
    ) -> Result<(), Error<Problem>> {
        for function in self.bodies.iter().chain(self.moved.iter().map(|(_, function)| function)) {
            code.function(function);
        }
        Ok(())
    }
}
