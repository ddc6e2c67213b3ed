/** The kernel: tasks, memory, files, inter-process communication and the system calls on them. */
module foal.kernel {
    requires transitive foal.cpu;

    exports foal.kernel;
    exports foal.kernel.chapter;
    exports foal.kernel.deadlock;
    exports foal.kernel.debug;
    exports foal.kernel.device;
    exports foal.kernel.dispatch;
    exports foal.kernel.exec;
    exports foal.kernel.explore;
    exports foal.kernel.file;
    exports foal.kernel.hostfs;
    exports foal.kernel.ipc;
    exports foal.kernel.lockorder;
    exports foal.kernel.machine;
    exports foal.kernel.memory;
    exports foal.kernel.mmap;
    exports foal.kernel.net;
    exports foal.kernel.outside;
    exports foal.kernel.poll;
    exports foal.kernel.proc;
    exports foal.kernel.process;
    exports foal.kernel.race;
    exports foal.kernel.sched;
    exports foal.kernel.syscall;
    exports foal.kernel.task;
    exports foal.kernel.time;
    exports foal.kernel.timer;
    exports foal.kernel.trace;
    exports foal.kernel.tty;
}
