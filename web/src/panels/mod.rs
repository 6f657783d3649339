//! The parts of the playground: each shows one thing and says what the user wants changed.
