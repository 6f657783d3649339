//! The late part: the functions that the opening did not need. It borrows memory, tables, globals
//! and functions from the first part, and puts its own functions into the places where they are
//! looked for.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, FunctionSection, ImportSection, TypeSection,
};

use crate::data::Data;
use crate::module::Module;
use crate::names::Names;
use crate::plan::{Plan, lent};
use crate::{LENDER, Problem};

/// The late part's bytes.
pub(crate) fn part(module: &Module<'_>, plan: &Plan, data: &Data, names: &Names) -> Result<Vec<u8>, Problem> {
    let borrowed = plan.imports[1].iter().chain(plan.lent.iter().map(|(function, _)| function));
    let own: Vec<u32> = plan.late.iter().chain(&plan.copies).copied().collect();
    let numbers = borrowed.chain(&own).copied().zip(0..).collect();
    let mut late = Late { numbers };
    let mut encoded = wasm_encoder::Module::new();
    encoded.section(&late.types(module)?);
    encoded.section(&late.imports(module, plan, names)?);
    let mut functions = FunctionSection::new();
    for function in &own {
        functions.function(module.functions[*function as usize]);
    }
    encoded.section(&functions);
    encoded.section(&late.elements(plan)?);
    let mut code = CodeSection::new();
    for function in &own {
        if let Some(body) = module.body_of(*function) {
            late.parse_function_body(&mut code, body.code.clone())?;
        }
    }
    encoded.section(&code).section(&data.late());
    Ok(encoded.finish())
}

struct Late {
    /// The new number of each function.
    numbers: BTreeMap<u32, u32>,
}

impl Late {
    fn types(&mut self, module: &Module<'_>) -> Result<TypeSection, Problem> {
        let mut types = TypeSection::new();
        for kind in &module.types {
            let kind = self.func_type(kind.clone())?;
            types.ty().func_type(&kind);
        }
        Ok(types)
    }

    fn imports(&mut self, module: &Module<'_>, plan: &Plan, names: &Names) -> Result<ImportSection, Problem> {
        let mut imports = ImportSection::new();
        for function in &plan.imports[1] {
            let (from, name) = module.imports[*function as usize];
            let kind = module.functions[*function as usize];
            imports.import(from, names.short(name), EntityType::Function(kind));
        }
        for (function, place) in &plan.lent {
            let kind = module.functions[*function as usize];
            imports.import(LENDER, &place.to_string(), EntityType::Function(kind));
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
    fn elements(&mut self, plan: &Plan) -> Result<ElementSection, Problem> {
        let mut filled: Vec<(u32, u32)> = Vec::new();
        for (function, places) in &plan.places {
            let number = self.function_index(*function)?;
            filled.extend(places.iter().map(|place| (*place, number)));
        }
        filled.sort_unstable();
        let mut elements = ElementSection::new();
        for run in filled.chunk_by(|a, b| a.0 + 1 == b.0) {
            let functions: Vec<u32> = run.iter().map(|(_, number)| *number).collect();
            elements.active(None, &ConstExpr::i32_const(run[0].0 as i32), Elements::Functions(functions.into()));
        }
        Ok(elements)
    }
}

impl Reencode for Late {
    type Error = Problem;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Problem>> {
        let unknown = || Error::UserError(Problem(format!("function {function} is in neither part")));
        self.numbers.get(&function).copied().ok_or_else(unknown)
    }
}
