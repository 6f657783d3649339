//! Functions of one time as pieces of polynomials, and what is done with them: the arithmetic on
//! which the exact figures rest.

pub(crate) mod legendre;
pub(crate) mod measure;
pub(crate) mod piecewise;
