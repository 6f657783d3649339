//! A part that comes after the first. It borrows memory, tables, globals and functions from the parts
//! before it, and puts its own functions into the places where they are looked for. For the functions
//! of the part after it, it has stand-ins, as the first part has.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, FunctionSection, ImportSection,
    Instruction, TypeSection,
};

use crate::first::stand_in;
use crate::module::Module;
use crate::names::Names;
use crate::plan::{Plan, Rest, lent};
use crate::{IMPORTS, LENDER, Problem};

/// The bytes of the next part, which stands in for the last.
pub(crate) fn next(module: &Module<'_>, plan: &Plan, data: &DataSection, names: &Names) -> Result<Vec<u8>, Problem> {
    let last = &plan.rest[1].own;
    let bridges = plan.bridges(module, last);
    let mut stand_ins: Vec<u32> = plan.ahead.iter().copied().collect();
    // Those of one type stand together: they differ in little, which is compressed well side by side.
    stand_ins.sort_by_key(|function| (module.functions[*function as usize], plan.place_of(*function)));
    let late = Late::new(module, plan, &plan.rest[0], (bridges, stand_ins));
    late.encoded(data, names)
}

/// The bytes of the last part.
pub(crate) fn last(module: &Module<'_>, plan: &Plan, data: &DataSection, names: &Names) -> Result<Vec<u8>, Problem> {
    Late::new(module, plan, &plan.rest[1], Default::default()).encoded(data, names)
}

struct Late<'m, 'a> {
    module: &'m Module<'a>,
    plan: &'m Plan,
    part: &'m Rest,
    /// The types of stretches of the part after it, in the order of their stand-ins.
    bridges: Vec<u32>,
    /// The functions of the part after it that have a stand-in, in its order.
    stand_ins: Vec<u32>,
    /// The number of the function that fetches the part after it.
    finish: u32,
    /// The new number of each function, or of what stands in for it.
    numbers: BTreeMap<u32, u32>,
}

impl<'m, 'a> Late<'m, 'a> {
    fn new(module: &'m Module<'a>, plan: &'m Plan, part: &'m Rest, (bridges, stand_ins): (Vec<u32>, Vec<u32>)) -> Self {
        let finish = part.called.len() as u32;
        let behind = finish + u32::from(!(bridges.is_empty() && stand_ins.is_empty()));
        let mut numbers: BTreeMap<u32, u32> = part.called.iter().copied().zip(0..).collect();
        let defined = part.own.iter().chain(&part.copies).chain(&stand_ins);
        numbers.extend(defined.copied().zip(behind..));
        let bridged = behind + (part.own.len() + part.copies.len() + stand_ins.len()) as u32;
        for (number, kind) in (bridged..).zip(&bridges) {
            let of_kind = plan.rest[1].own.iter().filter(|function| plan.is_stretch(**function));
            let of_kind = of_kind.filter(|function| module.functions[**function as usize] == *kind);
            numbers.extend(of_kind.map(|function| (*function, number)));
        }
        Self { module, plan, part, bridges, stand_ins, finish, numbers }
    }

    fn encoded(mut self, data: &DataSection, names: &Names) -> Result<Vec<u8>, Problem> {
        let (module, part) = (self.module, self.part);
        let mut encoded = wasm_encoder::Module::new();
        encoded.section(&self.types()?);
        encoded.section(&self.imports(names)?);
        let mut functions = FunctionSection::new();
        for function in part.own.iter().chain(&part.copies).chain(&self.stand_ins) {
            functions.function(module.functions[*function as usize]);
        }
        for kind in &self.bridges {
            functions.function(*kind);
        }
        encoded.section(&functions);
        encoded.section(&self.elements()?);
        encoded.section(&self.code()?).section(data);
        Ok(encoded.finish())
    }

    fn types(&mut self) -> Result<TypeSection, Problem> {
        let mut types = TypeSection::new();
        for kind in &self.module.types {
            let kind = self.func_type(kind.clone())?;
            types.ty().func_type(&kind);
        }
        types.ty().function([], []);
        Ok(types)
    }

    fn imports(&mut self, names: &Names) -> Result<ImportSection, Problem> {
        let (module, plan) = (self.module, self.plan);
        let lent_places: BTreeMap<u32, u32> = plan.lent.iter().copied().collect();
        let mut imports = ImportSection::new();
        for function in &self.part.called {
            let kind = EntityType::Function(module.functions[*function as usize]);
            if let Some((from, name)) = module.imports.get(*function as usize) {
                imports.import(from, names.short(name), kind);
                continue;
            }
            let place = lent_places.get(function).copied().or_else(|| plan.place_of(*function));
            let place = place.ok_or_else(|| Problem(format!("function {function} is called and has no place")))?;
            imports.import(LENDER, &place.to_string(), kind);
        }
        if !(self.bridges.is_empty() && self.stand_ins.is_empty()) {
            imports.import(IMPORTS, "finish", EntityType::Function(module.types.len() as u32));
        }
        for (number, memory) in module.memories.iter().enumerate() {
            imports.import(LENDER, &lent('m', number), EntityType::Memory(self.memory_type(*memory)?));
        }
        for (number, table) in module.tables.iter().enumerate() {
            let mut table = self.table_type(*table)?;
            if number == 0 {
                table.minimum = plan.table.into();
                table.maximum = table.maximum.map(|maximum| maximum.max(table.minimum));
            }
            imports.import(LENDER, &lent('t', number), EntityType::Table(table));
        }
        for (number, global) in module.globals.iter().enumerate() {
            imports.import(LENDER, &lent('g', number), EntityType::Global(self.global_type(*global)?));
        }
        Ok(imports)
    }

    /// Neighbouring places are filled together.
    fn elements(&mut self) -> Result<ElementSection, Problem> {
        let plan = self.plan;
        let mut filled: Vec<(u32, u32)> = Vec::new();
        let is_here = |function: &u32| self.part.own.contains(function);
        // What the last part has, the next one stands in for.
        let filled_here = |function: &u32| is_here(function) || plan.rest[1].own.contains(function);
        for (function, places) in plan.places.iter().filter(|(function, _)| filled_here(function)) {
            if let Some(number) = self.numbers.get(function) {
                filled.extend(places.iter().map(|place| (*place, *number)));
            }
        }
        for (function, place) in plan.joints.iter().filter(|(function, _)| is_here(function)) {
            filled.push((*place, self.function_index(*function)?));
        }
        filled.sort_unstable();
        let mut elements = ElementSection::new();
        for run in filled.chunk_by(|a, b| a.0 + 1 == b.0) {
            let functions: Vec<u32> = run.iter().map(|(_, number)| *number).collect();
            elements.active(None, &ConstExpr::i32_const(run[0].0 as i32), Elements::Functions(functions.into()));
        }
        Ok(elements)
    }

    fn code(&mut self) -> Result<CodeSection, Problem> {
        let (module, part) = (self.module, self.part);
        let mut code = CodeSection::new();
        for function in part.own.iter().chain(&part.copies) {
            if let Some(body) = module.body_of(*function) {
                self.parse_function_body(&mut code, body.code.clone())?;
            }
        }
        for function in &self.stand_ins {
            let place = Instruction::I32Const(self.plan.place_of(*function).unwrap_or_default() as i32);
            let params = module.type_of(*function).params().len() as u32;
            code.function(&stand_in(self.finish, params, place, module.functions[*function as usize]));
        }
        for kind in &self.bridges {
            let last = module.types[*kind as usize].params().len() as u32 - 1;
            code.function(&stand_in(self.finish, last + 1, Instruction::LocalGet(last), *kind));
        }
        Ok(code)
    }
}

impl Reencode for Late<'_, '_> {
    type Error = Problem;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Problem>> {
        let unknown = || Error::UserError(Problem(format!("function {function} is in no part that is there by then")));
        self.numbers.get(&function).copied().ok_or_else(unknown)
    }
}
