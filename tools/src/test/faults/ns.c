#include "check.h"
/* There are no namespaces: as on a kernel that was built without them. */
int main(void)
{
    CHECK("unshare(FILES)", CALL(unshare(CLONE_FILES)), 0);
    CHECK("unshare(FS)", CALL(unshare(CLONE_FS)), 0);
    CHECK("unshare(NEWUTS)", CALL(unshare(CLONE_NEWUTS)), -EINVAL);
    CHECK("unshare(NEWIPC)", CALL(unshare(CLONE_NEWIPC)), -EINVAL);
    CHECK("unshare(bad)", CALL(unshare(1)), -EINVAL);
    return failures != 0;
}
