package foal.cpu.machinecode;

import foal.cpu.unicorn.Unicorn;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The function that the engine calls when a block of code begins, which counts the block's instructions, and which at times
 * replaces the call to it by code that counts without a call.
 *
 * <p>What leads to the call, and the look behind it whether the engine is to stop, are
 *
 * <pre>
 *  0  48 8d 3d ...           lea  rdi, [rip + the engine]
 *  7  be ...                 mov  esi, pc
 * 12  ba ...                 mov  edx, size
 * 17  48 8d 0d ...           lea  rcx, [rip + the structure]
 * 24  e8 ...                 call AT_BLOCK
 * 29  8b 5d f0               mov  ebx, [rbp - 16]             negative if the engine is to stop
 * 32  85 db                  test ebx, ebx
 * 34  0f 8c ...              jl   the end
 * 40                         the block
 * </pre>
 *
 * and become
 *
 * <pre>
 *  0  48 81 2d ...           sub  qword [rip + remaining], instructions
 * 11  7c 10                  jl   29
 * 13  c7 05 ...              mov  dword [rip + the present block], description
 * 23  83 7d f0 00            cmp  dword [rbp - 16], 0
 * 27  7d 0b                  jge  40
 * 29  e8 ...                 call NOT_ENOUGH
 * 34  0f 8c ...              jl   the end                     as before
 * 40                         the block
 * </pre>
 *
 * <p>Invariant: a block is only changed if every byte from 0 to 40 is of the form above, so that nothing else is lost, and if
 * each of the three new distances fits into the 32 bits that an instruction has for it. They are computed from the full
 * addresses, not from the old distances: that the old code could reach its targets does not mean that the new one can,
 * which stands a few bytes beside it. A block that is too far away goes on to call, and is counted as exactly.
 *
 * <p>The block is changed by the thread that runs it, which is the only one that ever does: each engine has translations of
 * its own. So nobody sees a change that is half done.
 *
 * @param atBlock the address of the function, for one engine
 * @param structure what it works on: zeros, for {@link CountingHooks} to fill
 */
record CountInPlace(MemorySegment atBlock, MemorySegment structure) {
    /**
     * Asks the block itself how many instructions it has. The return address lies within the first 64 bytes of its
     * translation, which begins at a multiple of 64; the engine's description of it stands at a fixed distance before
     * that, and is known by its pointer to the translation.
     *
     * <p>To change code that has just been executed takes the host's processor as long as some hundred calls; so that is done at
     * every 64th call, which will hardly be one of a block that is seldom executed.
     */
    static final byte[] AT_BLOCK = MachineCode.bytes("""
            4c 8b 1c 24                   | mov    r11, [rsp]           the return address
            4c 89 d8                      | mov    rax, r11
            48 83 e0 c0                   | and    rax, -64             the translation
            49 89 c0                      | mov    r8, rax
            4c 2b 41 18                   | sub    r8, [rcx + 24]       the block's description
            49 39 40 20                   | cmp    [r8 + 32], rax       is it one?
            0f 85 f0 00 00 00             | jne    stop
            45 0f b7 50 16                | movzx  r10d, word [r8 + 22] instructions in the block
            4c 89 41 48                   | mov    [rcx + 72], r8       a block
            ff 41 40                      | inc    dword [rcx + 64]     calls
            f6 41 40 3f                   | test   byte [rcx + 64], 63
            0f 85 ca 00 00 00             | jne    count
            4c 8d 48 1d                   | lea    r9, [rax + 29]       is the way to here the expected one?
            4d 39 d9                      | cmp    r9, r11
            0f 85 bd 00 00 00             | jne    count
            4c 8b 48 1d                   | mov    r9, [rax + 29]
            49 c1 e1 08                   | shl    r9, 8
            48 ba 00 8b 5d f0 85 db 0f 8c | mov    rdx, 0x8c0fdb85f05d8b00
            49 39 d1                      | cmp    r9, rdx
            0f 85 a2 00 00 00             | jne    count
            44 8b 08                      | mov    r9d, [rax]
            41 c1 e1 08                   | shl    r9d, 8
            41 81 f9 00 48 8d 3d          | cmp    r9d, 0x3d8d4800
            0f 85 8e 00 00 00             | jne    count
            80 78 07 be                   | cmp    byte [rax + 7], 0xbe
            0f 85 84 00 00 00             | jne    count
            80 78 0c ba                   | cmp    byte [rax + 12], 0xba
            0f 85 7a 00 00 00             | jne    count
            44 8b 48 11                   | mov    r9d, [rax + 17]
            41 c1 e1 08                   | shl    r9d, 8
            41 81 f9 00 48 8d 0d          | cmp    r9d, 0x0d8d4800
            75 69                         | jne    count
            80 78 18 e8                   | cmp    byte [rax + 24], 0xe8
            75 63                         | jne    count
            49 89 cb                      | mov    r11, rcx
            49 29 c3                      | sub    r11, rax
            49 83 eb 0b                   | sub    r11, 11              to remaining, from 11 on
            49 63 d3                      | movsxd rdx, r11d
            4c 39 da                      | cmp    rdx, r11             is that in reach?
            75 51                         | jne    count
            4c 8d 0d 4e 01 00 00          | lea    r9, [rip + 334]      NOT_ENOUGH, a slot of 512 bytes behind AT_BLOCK
            49 29 c1                      | sub    r9, rax
            49 83 e9 22                   | sub    r9, 34               the way there, from 34 on
            49 63 d1                      | movsxd rdx, r9d
            4c 39 ca                      | cmp    rdx, r9
            75 3b                         | jne    count
            44 89 da                      | mov    edx, r11d
            83 ea 04                      | sub    edx, 4               to the present block, from 23 on
            70 33                         | jo     count
            c7 00 48 81 2d 00             | mov    dword [rax], 0x002d8148
            44 89 58 03                   | mov    [rax + 3], r11d
            44 89 50 07                   | mov    [rax + 7], r10d
            c7 40 0b 7c 10 c7 05          | mov    dword [rax + 11], 0x05c7107c
            89 50 0f                      | mov    [rax + 15], edx
            44 89 40 13                   | mov    [rax + 19], r8d
            c7 40 17 83 7d f0 00          | mov    dword [rax + 23], 0x00f07d83
            c7 40 1a 00 7d 0b e8          | mov    dword [rax + 26], 0xe80b7d00
            44 89 48 1e                   | mov    [rax + 30], r9d
            48 89 04 24                   | mov    [rsp], rax           the block begins once more
            c3                            | ret
            4c 8b 09                      | count: mov r9, [rcx]
            4d 29 d1                      | sub    r9, r10              remaining - instructions
            7c 08                         | jl     stop
            4c 89 09                      | mov    [rcx], r9            remaining
            44 89 41 08                   | mov    [rcx + 8], r8d       the present block
            c3                            | ret
            48 8b 41 20                   | stop: mov rax, [rcx + 32]
            48 89 30                      | mov    [rax], rsi           the CPU's pc, which linked blocks do not write
            ff 61 10                      | jmp    [rcx + 16]           uc_emu_stop
            """);

    /**
     * Called by a block that counts by itself, when it is not to be executed: takes back what has been counted, and stops the
     * engine. Returns "less".
     */
    static final byte[] NOT_ENOUGH = MachineCode.bytes("""
            4c 8b 04 24          | mov    r8, [rsp]            the return address: 34 of the block
            49 63 48 e1          | movsxd rcx, dword [r8 - 31]
            49 8d 4c 08 e9       | lea    rcx, [r8 + rcx - 23] the structure
            41 8b 40 e5          | mov    eax, [r8 - 27]       instructions in the block
            48 01 01             | add    [rcx], rax           remaining
            49 8d 50 de          | lea    rdx, [r8 - 34]       the translation
            48 2b 51 18          | sub    rdx, [rcx + 24]      the block's description
            48 8b 32             | mov    rsi, [rdx]           its pc
            48 8b 41 20          | mov    rax, [rcx + 32]
            48 89 30             | mov    [rax], rsi           the CPU's pc
            83 7d f0 00          | cmp    dword [rbp - 16], 0
            7c 0f                | jl     less                 it is to stop anyway
            48 8b 79 50          | mov    rdi, [rcx + 80]      the engine
            48 83 ec 08          | sub    rsp, 8
            ff 51 10             | call   [rcx + 16]           uc_emu_stop
            48 83 c4 08          | add    rsp, 8
            31 c0                | less: xor eax, eax
            83 f8 01             | cmp    eax, 1
            c3                   | ret
            """);

    /** The function, if the host lets us have code of our own. */
    static Optional<CountInPlace> install(Unicorn unicorn, Vicinity vicinity) {
        return MachineCode.install(unicorn, vicinity, AT_BLOCK, NOT_ENOUGH)
                .flatMap(at -> MachineCode.mapPage(unicorn, vicinity).map(structure -> new CountInPlace(at.getFirst(), structure)));
    }
}
