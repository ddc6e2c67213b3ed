# Where a program begins. The kernel enters it with a stack that holds, from sp upward:
#
#     argc | argv[0] … argv[argc-1] | 0 | envp[0] … | 0 | the auxiliary vector
#
# and with nothing else of meaning in the registers.

    .globl  _start
_start:
    # The linker shortens accesses near gp to one instruction, relative to gp; this one sets it.
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop

    mv      s1, sp
    call    thread_storage_size
    sub     sp, sp, a0          # the variables that the first thread has for itself come between that and its stack
    mv      a2, a0
    mv      a0, sp
    li      a1, 0
    call    memset
    mv      a0, s1
    call    thread_storage_begin
    mv      tp, a0

    ld      a0, 0(s1)           # argc
    addi    a1, s1, 8           # argv
    slli    a2, a0, 3
    add     a2, a2, a1
    addi    a2, a2, 8           # envp: past argv's terminating null pointer
    la      t0, environ
    sd      a2, 0(t0)
    la      t0, program_arguments
    sd      a1, 0(t0)

    li      s0, 0               # the frame-pointer chain ends here: debuggers stop unwinding
    call    main
    call    exit                # with main's result, which is already in a0
