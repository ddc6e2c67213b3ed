package foal.cpu.machinecode;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The functions that count instructions and log accesses to memory, in the host's machine code, as the engine calls one of
 * them for each block of code, instruction or access that it runs: a call into Java, at 50 ns or so, would take longer.
 *
 * <p>Those that count get the engine, a pc, a size and the address of a {@link CountingHooks} structure, and either subtract from
 * what remains of the run or, if that is not enough, go on to {@code uc_emu_stop}.
 *
 * @param atInstruction the address of the function to be called before each instruction
 * @param atWatchedBlock where accesses are logged, the one to be called when a block begins: else that is {@link CountInPlace#atBlock}
 * @param atWatchedInstruction in place of {@code atInstruction}
 * @param atAccess the one to be called before each load and store
 * @param atBreakpoint the one to be called before an instruction that a debugger has its eye on
 */
record HostCode(MemorySegment atInstruction, MemorySegment atWatchedBlock, MemorySegment atWatchedInstruction, MemorySegment atAccess,
        MemorySegment atBreakpoint) {
    private static final byte[] AT_INSTRUCTION = MachineCode.bytes("""
            48 8b 01       | mov    rax, [rcx]
            48 83 e8 01    | sub    rax, 1               remaining - 1
            7c 0b          | jl     stop
            48 89 01       | mov    [rcx], rax           remaining
            c7 41 08 01 00 00 00 | mov dword [rcx + 8], 1 no block: each instruction counts for itself
            c3             | ret
            ff 61 10       | stop: jmp [rcx + 16]        uc_emu_stop
            """);
    /**
     * {@link CountInPlace#AT_BLOCK} where accesses are logged ({@link AccessLog}): the block's are counted from 0, and if it is not known
     * to be harmless Java is called.
     */
    private static final byte[] AT_WATCHED_BLOCK = MachineCode.bytes("""
            48 8b 04 24          | mov rax, [rsp]                as above
            48 83 e0 c0          | and rax, -64
            49 89 c0             | mov r8, rax
            4c 2b 41 18          | sub r8, [rcx+24]
            49 39 40 20          | cmp [r8+32], rax
            75 4c                | jne stop
            41 0f b7 40 16       | movzx eax, word [r8+22]
            4c 8b 09             | mov r9, [rcx]
            49 29 c1             | sub r9, rax
            7c 3f                | jl stop
            4c 89 09             | mov [rcx], r9
            44 89 41 08          | mov dword [rcx+8], r8d
            4c 89 41 48          | mov [rcx+72], r8
            4c 8b 49 28          | mov r9, [rcx+40]              the log
            49 8b 41 28          | mov rax, [r9+40]
            48 09 f0             | or rax, rsi                   the block: its pc, with the number of the address space
            49 89 41 30          | mov [r9+48], rax
            49 83 61 38 00       | and [r9+56], 0                no access of it yet
            41 89 f0             | mov r8d, esi
            41 d1 e8             | shr r8d, 1
            45 0f b7 c0          | movzx r8d, r8w
            4d 8b 51 58          | mov r10, [r9+88]              blocks that there is nothing to tell of
            4b 39 04 c2          | cmp [r10+r8*8], rax
            75 08                | jne tell
            49 83 79 20 00       | cmp [r9+32], 0                is every access to be logged?
            74 01                | je tell
            c3                   | ret
            41 ff 61 68          | tell: jmp [r9+104]
            48 8b 41 20          | stop: mov rax, [rcx+32]
            48 89 30             | mov [rax], rsi
            ff 61 10             | jmp [rcx+16]
            """);
    /** {@link #AT_INSTRUCTION} where accesses are logged, in the same way. */
    private static final byte[] AT_WATCHED_INSTRUCTION = MachineCode.bytes("""
            48 8b 01             | mov rax, [rcx]
            48 83 e8 01          | sub rax, 1
            7c 3e                | jl stop
            48 89 01             | mov [rcx], rax
            c7 41 08 01 00 00 00 | mov dword [rcx+8], 1
            4c 8b 49 28          | mov r9, [rcx+40]
            49 8b 41 28          | mov rax, [r9+40]
            48 09 f0             | or rax, rsi
            49 89 41 30          | mov [r9+48], rax
            49 83 61 38 00       | and [r9+56], 0
            41 89 f0             | mov r8d, esi
            41 d1 e8             | shr r8d, 1
            45 0f b7 c0          | movzx r8d, r8w
            4d 8b 51 70          | mov r10, [r9+112]             the same of instructions
            4b 39 04 c2          | cmp [r10+r8*8], rax
            75 08                | jne tell
            49 83 79 20 00       | cmp [r9+32], 0
            74 01                | je tell
            c3                   | ret
            41 ff 61 78          | tell: jmp [r9+120]
            ff 61 10             | stop: jmp [rcx+16]
            """);
    /**
     * Logs a load or store ({@link AccessLog}), unless its frame is not watched, or the same task has accessed the same bytes
     * in the same epoch, nobody else has since, and there is nothing new about it: a store after a load is new. A load of
     * one other does not count as long as both only load; so two tasks that read the same are not logged all the time.
     */
    private static final byte[] AT_ACCESS = MachineCode.bytes("""
            4d 8b 11             | mov r10, [r9]                 the log
            4d 8b 5a 38          | mov r11, [r10+56]
            49 ff 42 38          | inc qword [r10+56]            accesses of the block
            48 89 d0             | mov rax, rdx
            49 2b 02             | sub rax, [r10]                offset in RAM
            49 3b 42 08          | cmp rax, [r10+8]
            0f 83 39 01 00 00    | jae out
            48 89 c7             | mov rdi, rax
            48 c1 ef 0c          | shr rdi, 12
            49 03 7a 10          | add rdi, [r10+16]             is the frame watched?
            80 3f 00             | cmp byte [rdi], 0
            0f 84 25 01 00 00    | je out
            89 cf                | mov edi, ecx
            4c 89 d9             | mov rcx, r11
            48 c1 e1 28          | shl rcx, 40                   which access of which block
            49 03 4a 30          | add rcx, [r10+48]
            45 8b 42 30          | mov r8d, dword [r10+48]
            41 d1 e8             | shr r8d, 1
            45 01 d8             | add r8d, r11d
            45 0f b7 c0          | movzx r8d, r8w
            49 c1 e0 03          | shl r8, 3
            4d 03 42 60          | add r8, [r10+96]
            49 39 08             | cmp [r8], rcx                 is it known to be a plain load or store?
            0f 85 fa 00 00 00    | jne unknown
            4d 8b 42 20          | mov r8, [r10+32]              the epoch, in the upper half
            4d 85 c0             | test r8, r8
            0f 84 f5 00 00 00    | je whole
            89 f9                | mov ecx, edi
            41 bb 01 00 00 00    | mov r11d, 1
            49 d3 e3             | shl r11, cl
            49 ff cb             | dec r11                       a bit for each byte
            89 c1                | mov ecx, eax
            83 e1 07             | and ecx, 7
            49 d3 e3             | shl r11, cl
            41 f7 c3 00 ff ff ff | test r11d, 0xffffff00         beyond the granule of 8 bytes?
            0f 85 d2 00 00 00    | jne whole
            83 fe 11             | cmp esi, 17
            75 09                | jne read
            44 89 d9             | mov ecx, r11d
            c1 e1 08             | shl ecx, 8                    a store: also in the second byte
            41 09 cb             | or r11d, ecx
            48 83 e0 f8          | read: and rax, -8
            48 01 c0             | add rax, rax                  two words for each granule
            49 03 42 18          | add rax, [r10+24]
            48 8b 08             | mov rcx, [rax]                who was here last, and at which bytes
            4c 31 c1             | xor rcx, r8
            48 81 f9 ff ff 00 00 | cmp rcx, 0xffff
            77 1f                | ja other                      another epoch
            48 f7 d1             | not rcx
            49 85 cb             | test r11, rcx                 these bytes already?
            0f 84 95 00 00 00    | je out
            48 f7 d1             | not rcx
            4c 09 d9             | or rcx, r11
            4c 09 c1             | or rcx, r8
            48 89 08             | mov [rax], rcx
            83 fe 11             | cmp esi, 17
            75 48                | jne log
            eb 41                | jmp alone
            83 fe 11             | other: cmp esi, 17
            74 36                | je fresh
            48 8b 48 08          | mov rcx, [rax+8]              who was here before that one, if both have only loaded since
            4c 31 c1             | xor rcx, r8
            48 81 f9 ff ff 00 00 | cmp rcx, 0xffff
            77 17                | ja push
            48 f7 d1             | not rcx
            49 85 cb             | test r11, rcx
            74 65                | je out
            48 f7 d1             | not rcx
            4c 09 d9             | or rcx, r11
            4c 09 c1             | or rcx, r8
            48 89 48 08          | mov [rax+8], rcx
            eb 1a                | jmp log
            48 8b 08             | push: mov rcx, [rax]
            48 89 48 08          | mov [rax+8], rcx
            4d 09 d8             | or r8, r11
            4c 89 00             | mov [rax], r8
            eb 0b                | jmp log
            4d 09 d8             | fresh: or r8, r11
            4c 89 00             | mov [rax], r8
            48 83 60 08 00       | alone: and qword [rax+8], 0   after a store, what others have loaded before does not count
            4d 8b 5a 48          | log: mov r11, [r10+72]        where the log ends
            4d 8b 42 40          | emit: mov r8, [r10+64]        where to write
            49 89 10             | mov [r8], rdx
            41 89 70 08          | mov dword [r8+8], esi
            41 89 78 0c          | mov dword [r8+12], edi
            49 8b 4a 30          | mov rcx, [r10+48]
            49 89 48 10          | mov [r8+16], rcx
            49 8b 4a 38          | mov rcx, [r10+56]
            49 89 48 18          | mov [r8+24], rcx
            49 8b 49 08          | mov rcx, [r9+8]
            48 8b 49 08          | mov rcx, [rcx+8]              ra
            49 89 48 20          | mov [r8+32], rcx
            49 83 c0 28          | add r8, 40
            4d 89 42 40          | mov [r10+64], r8
            4d 39 d8             | cmp r8, r11
            73 2d                | jae drain
            c3                   | out: ret
            45 31 db             | unknown: xor r11d, r11d       a store that may be atomic is told of at once
            83 fe 11             | cmp esi, 17
            74 04                | je clear
            4d 8b 5a 48          | whole: mov r11, [r10+72]
            48 83 e0 f8          | clear: and rax, -8
            48 01 c0             | add rax, rax
            49 03 42 18          | add rax, [r10+24]
            48 83 20 00          | and qword [rax], 0            whoever was here last is to be logged again
            48 83 60 08 00       | and qword [rax+8], 0
            48 83 60 10 00       | and qword [rax+16], 0
            48 83 60 18 00       | and qword [rax+24], 0
            eb 9b                | jmp emit
            41 ff 62 50          | drain: jmp [r10+80]
            """);

    /** Stops before the instruction, unless it is the only one of the run. */
    private static final byte[] AT_BREAKPOINT = MachineCode.bytes("""
            48 83 79 38 00          | cmp qword [rcx + 56], 0   is it?
            75 0b                   | jne out
            48 c7 41 30 01 00 00 00 | mov qword [rcx + 48], 1   halted
            ff 61 10                | jmp [rcx + 16]            uc_emu_stop
            c3                      | out: ret
            """);

    private static final class Installed {
        static final Optional<HostCode> CODE = MachineCode
                .install(AT_INSTRUCTION, AT_WATCHED_BLOCK, AT_WATCHED_INSTRUCTION, AT_ACCESS, AT_BREAKPOINT)
                .map(at -> new HostCode(at.get(0), at.get(1), at.get(2), at.get(3), at.get(4)));
    }

    /** The functions, if the host lets us have code of our own. */
    static Optional<HostCode> find() {
        return Installed.CODE;
    }
}
