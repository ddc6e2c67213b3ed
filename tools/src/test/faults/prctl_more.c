#include "check.h"
#include <sys/prctl.h>
int main(void)
{
    CHECK("PR_SET_TIMERSLACK", CALL(prctl(PR_SET_TIMERSLACK, 1000)), 0);
    CHECK("PR_GET_TIMERSLACK", prctl(PR_GET_TIMERSLACK), 1000);
    CHECK("PR_GET_SECUREBITS", prctl(PR_GET_SECUREBITS), 0);
    CHECK("PR_SET_KEEPCAPS", CALL(prctl(PR_SET_KEEPCAPS, 1)), 0);
    CHECK("PR_GET_SECCOMP", prctl(PR_GET_SECCOMP), 0);
    CHECK("PR_SET_THP_DISABLE", CALL(prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0)), 0);
    CHECK("PR_GET_THP_DISABLE", prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0), 1);
    CHECK("PR_SET_TIMING statistical", CALL(prctl(PR_SET_TIMING, 0)), 0);
    return failures != 0;
}
