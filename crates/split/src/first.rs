//! The first part: the module as it was, with a stand-in for every late function that it calls.
//!
//! A stand-in asks for the late part and then calls what the late part has put into the table, so
//! that a call is right whenever it comes; it is only slower before the late part is there. The
//! stretches of a type have one in common, which is told the place.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Instruction, TableSection, TypeSection,
};

use crate::data::Data;
use crate::module::Module;
use crate::names::Names;
use crate::plan::{Plan, lent};
use crate::{IMPORTS, Problem};

/// The first part's bytes.
pub(crate) fn part(module: &Module<'_>, plan: &Plan, data: &Data, names: &Names) -> Result<Vec<u8>, Problem> {
    let mut encoded = wasm_encoder::Module::new();
    let arrive = plan.imports.len() as u32;
    let (bridges, stand_ins) = (plan.bridges(module, &plan.late), plan.stand_ins(module));
    let bridged: BTreeMap<u32, u32> = bridges.iter().copied().zip(arrive + 1..).collect();
    let behind = arrive + 1 + bridges.len() as u32;
    let mut numbers: BTreeMap<u32, u32> = plan.imports.iter().copied().zip(0..).collect();
    numbers.extend(plan.kept.iter().chain(&stand_ins).copied().zip(behind..));
    let stretches = plan.late.iter().filter(|function| plan.is_stretch(**function));
    numbers.extend(stretches.map(|function| (*function, bridged[&module.functions[*function as usize]])));
    let mut first = First { module, plan, data, names, bridges, stand_ins, numbers, arrive, types: Types::default() };
    // Once to see which types are in use, and once with those alone.
    first.parse_core_module(&mut wasm_encoder::Module::new(), wasmparser::Parser::new(0), module.bytes)?;
    first.types.leave_out_the_rest();
    first.parse_core_module(&mut encoded, wasmparser::Parser::new(0), module.bytes)?;
    Ok(encoded.finish())
}

struct First<'m, 'a> {
    module: &'m Module<'a>,
    plan: &'m Plan,
    data: &'m Data,
    names: &'m Names,
    /// The types of stretches, in the order of their stand-ins.
    bridges: Vec<u32>,
    /// The late functions that have a stand-in, in its order.
    stand_ins: Vec<u32>,
    /// The new number of each function, or of what stands in for it.
    numbers: BTreeMap<u32, u32>,
    /// The number of the function that fetches the late part.
    arrive: u32,
    types: Types,
}

/// The types that the first part uses. The late part has a list of its own.
#[derive(Default)]
struct Types {
    used: BTreeSet<u32>,
    /// The new number of each, once they are known.
    numbers: Option<BTreeMap<u32, u32>>,
}

impl Types {
    fn leave_out_the_rest(&mut self) {
        self.numbers = Some(self.used.iter().copied().zip(0..).collect());
    }

    fn number(&mut self, kind: u32) -> u32 {
        self.used.insert(kind);
        self.numbers.as_ref().and_then(|numbers| numbers.get(&kind).copied()).unwrap_or(kind)
    }

    /// How many there are.
    fn count(&self, all: usize) -> u32 {
        self.numbers.as_ref().map_or(all, BTreeMap::len) as u32
    }
}

type Outcome = Result<(), Error<Problem>>;

impl Reencode for First<'_, '_> {
    type Error = Problem;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Problem>> {
        // Its place in the table is kept for it; nothing calls there before the late part fills it.
        if self.plan.is_unknown(function) {
            return Ok(self.arrive);
        }
        let unreached = || Error::UserError(Problem(format!("function {function} is late and has no stand-in")));
        self.numbers.get(&function).copied().ok_or_else(unreached)
    }

    fn type_index(&mut self, kind: u32) -> Result<u32, Error<Problem>> {
        Ok(self.types.number(kind))
    }

    fn parse_type_section(&mut self, types: &mut TypeSection, _: wasmparser::TypeSectionReader<'_>) -> Outcome {
        for (number, kind) in (0..).zip(&self.module.types) {
            if self.types.numbers.as_ref().is_none_or(|numbers| numbers.contains_key(&number)) {
                let kind = self.func_type(kind.clone())?;
                types.ty().func_type(&kind);
            }
        }
        types.ty().function([], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: wasmparser::ImportSectionReader<'_>,
    ) -> Outcome {
        for (number, import) in section.into_imports().enumerate() {
            let import = import?;
            if !self.plan.imports.contains(&(number as u32)) {
                continue;
            }
            let kind = self.entity_type(import.ty)?;
            imports.import(import.module, self.names.short(import.name), kind);
        }
        imports.import(IMPORTS, "arrive", EntityType::Function(self.types.count(self.module.types.len())));
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: wasmparser::FunctionSectionReader<'_>,
    ) -> Outcome {
        for kind in &self.bridges {
            functions.function(self.types.number(*kind));
        }
        for function in self.plan.kept.iter().chain(&self.stand_ins) {
            functions.function(self.types.number(self.module.functions[*function as usize]));
        }
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: wasmparser::TableSectionReader<'_>,
    ) -> Outcome {
        for (number, table) in section.into_iter().enumerate() {
            let mut table = self.table_type(table?.ty)?;
            if number == 0 {
                table.minimum = self.plan.table.into();
                table.maximum = table.maximum.map(|maximum| maximum.max(table.minimum));
            }
            tables.table(table);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: wasmparser::ExportSectionReader<'_>,
    ) -> Outcome {
        for export in section {
            let export = export?;
            let kind = self.export_kind(export.kind)?;
            let index = self.external_index(export.kind, export.index)?;
            exports.export(self.names.short(export.name), kind, index);
        }
        for (kind, letter, count) in [
            (ExportKind::Memory, 'm', self.module.memories.len()),
            (ExportKind::Table, 't', self.module.tables.len()),
            (ExportKind::Global, 'g', self.module.globals.len()),
        ] {
            for number in 0..count {
                exports.export(&lent(letter, number), kind, number as u32);
            }
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: wasmparser::ElementSectionReader<'_>,
    ) -> Outcome {
        utils::parse_element_section(self, elements, section)?;
        let before = self.module.table_length();
        let mut own: Vec<(u32, u32)> = Vec::new();
        for (function, places) in &self.plan.places {
            let is_stretch = self.plan.is_stretch(*function);
            own.extend(places.iter().filter(|_| !is_stretch).map(|place| (*place, *function)));
        }
        own.extend(self.plan.lent.iter().map(|(function, place)| (*place, *function)));
        own.retain(|(place, _)| *place >= before);
        own.sort_unstable();
        // Behind the places of stretches, which are empty until they come.
        if let Some((begin, _)) = own.first().copied() {
            let functions: Result<Vec<u32>, _> =
                own.iter().map(|(_, function)| self.function_index(*function)).collect();
            elements.active(None, &ConstExpr::i32_const(begin as i32), Elements::Functions(functions?.into()));
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: wasmparser::CodeSectionReader<'_>) -> Outcome {
        let module = self.module;
        for kind in &self.bridges {
            let last = module.types[*kind as usize].params().len() as u32 - 1;
            code.function(&stand_in(self.arrive, last + 1, Instruction::LocalGet(last), self.types.number(*kind)));
        }
        for function in &self.plan.kept {
            if let Some(body) = module.body_of(*function) {
                self.parse_function_body(code, body.code.clone())?;
            }
        }
        for function in &self.stand_ins {
            let place = Instruction::I32Const(self.plan.places[function][0] as i32);
            let kind = self.types.number(module.functions[*function as usize]);
            code.function(&stand_in(self.arrive, module.type_of(*function).params().len() as u32, place, kind));
        }
        Ok(())
    }

    fn data_count(&mut self, _: u32) -> Result<u32, Error<Problem>> {
        Ok(1)
    }

    fn parse_data_section(&mut self, data: &mut DataSection, _: wasmparser::DataSectionReader<'_>) -> Outcome {
        *data = self.data.first();
        Ok(())
    }

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Outcome {
        Ok(())
    }
}

/// What hands all that it is given to a function of the same type, once the part that has it is there.
pub(crate) fn stand_in(arrive: u32, params: u32, place: Instruction<'_>, kind: u32) -> Function {
    let mut body = Function::new([]);
    body.instruction(&Instruction::Call(arrive));
    for parameter in 0..params {
        body.instruction(&Instruction::LocalGet(parameter));
    }
    body.instruction(&place);
    body.instruction(&Instruction::CallIndirect { type_index: kind, table_index: 0 });
    body.instruction(&Instruction::End);
    body
}
