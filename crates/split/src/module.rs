//! What a module says of itself: the facts that the cut is made from.

use std::collections::BTreeSet;

use wasmparser::{
    ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, GlobalType, MemoryType, Operator, Parser,
    Payload, TableType, TypeRef,
};

use crate::Problem;

/// A module, read once. Functions are numbered as the module numbers them: imported ones first.
pub(crate) struct Module<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) types: Vec<FuncType>,
    /// How many functions are imported.
    pub(crate) imported: u32,
    /// From where, and under which name.
    pub(crate) imports: Vec<(&'a str, &'a str)>,
    /// The type of every function, imported ones first.
    pub(crate) functions: Vec<u32>,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: Vec<GlobalType>,
    /// The places of table 0 that are filled at the start: place and function.
    pub(crate) places: Vec<(u32, u32)>,
    /// What must stay where its name or its value is: exports, and functions taken by reference.
    pub(crate) pinned: BTreeSet<u32>,
    /// The names by which the script and the module know each other's things.
    pub(crate) names: BTreeSet<&'a str>,
    /// The bodies of the functions that are not imported.
    pub(crate) bodies: Vec<Body<'a>>,
}

/// The body of a function.
pub(crate) struct Body<'a> {
    pub(crate) code: FunctionBody<'a>,
    /// The functions that it calls by name.
    pub(crate) calls: BTreeSet<u32>,
}

impl Body<'_> {
    /// How long it is.
    pub(crate) fn bytes(&self) -> u64 {
        let range = self.code.range();
        range.end - range.start
    }
}

impl<'a> Module<'a> {
    /// Reads a module.
    ///
    /// # Errors
    /// It is no module, or has parts that the cut does not know.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        let mut module = Module {
            bytes,
            types: Vec::new(),
            imported: 0,
            imports: Vec::new(),
            functions: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            places: Vec::new(),
            pinned: BTreeSet::new(),
            names: BTreeSet::new(),
            bodies: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            module.take(payload?)?;
        }
        if module.imported == 0 || module.places.is_empty() {
            return Err(Problem("a page imports functions and has a table of them; this module does not".to_owned()));
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>) -> Result<(), Problem> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    for kind in group?.into_types() {
                        self.types.push(kind.unwrap_func().clone());
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    self.names.insert(import.name);
                    self.imports.push((import.module, import.name));
                    match import.ty {
                        TypeRef::Func(kind) => self.functions.push(kind),
                        other => return Err(Problem(format!("an import of the kind {other:?}"))),
                    }
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(section) => {
                for kind in section {
                    self.functions.push(kind?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.memories.push(memory?);
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push(global.ty);
                    self.pin_references(global.init_expr.get_operators_reader().into_iter())?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let Export { kind, index, name } = export?;
                    self.names.insert(name);
                    if matches!(kind, ExternalKind::Func | ExternalKind::FuncExact) {
                        self.pinned.insert(index);
                    }
                }
            }
            Payload::StartSection { func, .. } => {
                self.pinned.insert(func);
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.element(&element?)?;
                }
            }
            Payload::CodeSectionEntry(code) => self.body(code)?,
            _ => {}
        }
        Ok(())
    }

    fn element(&mut self, element: &wasmparser::Element<'a>) -> Result<(), Problem> {
        let ElementItems::Functions(functions) = element.items.clone() else {
            return Err(Problem("a table that is filled by expressions".to_owned()));
        };
        let first = match &element.kind {
            ElementKind::Active { table_index, offset_expr } if table_index.unwrap_or(0) == 0 => {
                match offset_expr.get_operators_reader().read()? {
                    Operator::I32Const { value } => Some(value as u32),
                    other => return Err(Problem(format!("a table that is filled from {other:?}"))),
                }
            }
            _ => None,
        };
        for (place, function) in (0..).zip(functions) {
            let function = function?;
            match first {
                Some(first) => self.places.push((first + place, function)),
                None => {
                    self.pinned.insert(function);
                }
            }
        }
        Ok(())
    }

    fn body(&mut self, code: FunctionBody<'a>) -> Result<(), Problem> {
        let mut calls = BTreeSet::new();
        for operator in code.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    calls.insert(function_index);
                }
                Operator::RefFunc { function_index } => {
                    self.pinned.insert(function_index);
                }
                _ => {}
            }
        }
        self.bodies.push(Body { code, calls });
        Ok(())
    }

    fn pin_references(
        &mut self,
        operators: impl Iterator<Item = wasmparser::Result<Operator<'a>>>,
    ) -> Result<(), Problem> {
        for operator in operators {
            if let Operator::RefFunc { function_index } = operator? {
                self.pinned.insert(function_index);
            }
        }
        Ok(())
    }

    /// How many places table 0 has.
    pub(crate) fn table_length(&self) -> u32 {
        self.tables.first().map_or(0, |table| table.initial as u32)
    }

    /// The body of a function, unless it is imported.
    pub(crate) fn body_of(&self, function: u32) -> Option<&Body<'a>> {
        self.bodies.get(function.checked_sub(self.imported)? as usize)
    }

    /// What a function calls by name.
    pub(crate) fn calls_of(&self, function: u32) -> impl Iterator<Item = u32> + '_ {
        self.body_of(function).into_iter().flat_map(|body| body.calls.iter().copied())
    }

    /// The type of a function.
    pub(crate) fn type_of(&self, function: u32) -> &FuncType {
        &self.types[self.functions[function as usize] as usize]
    }

    /// The functions that are not imported.
    pub(crate) fn defined(&self) -> std::ops::Range<u32> {
        self.imported..self.functions.len() as u32
    }
}
