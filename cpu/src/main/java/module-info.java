/** The machine: harts (emulated by Unicorn), physical memory, Sv39 page tables and traps. */
module foal.cpu {
    exports foal.cpu;
    exports foal.cpu.host;
    exports foal.cpu.unicorn;
}
