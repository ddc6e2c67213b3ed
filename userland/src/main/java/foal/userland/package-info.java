/// The way from C to a program that Foal runs.
///
/// Foal's guest programs are RV64GC machine code for the Linux system-call interface. This package turns C into
/// such programs with the clang of LLVM, which Maven fetches, so that nothing has to be installed:
///
/// - [foal.userland.Cc] is the command behind `foal cc`: clang with Foal's target, headers and library.
/// - [foal.userland.BuildGuestPrograms] is a step of the build: it compiles the library, the samples and the guest
///   tests, and skips what is up to date.
/// - [foal.userland.Toolchain] unpacks clang, lld and llvm-ar and runs them.
/// - [foal.userland.Userland] says where everything lies.
///
/// The other modules load the resulting ELF files and never these classes.
package foal.userland;
