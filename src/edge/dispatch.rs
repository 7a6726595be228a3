//! Performs asks as tasks and sends their answers back as messages.
