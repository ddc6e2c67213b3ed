#include "cancellation.h"

_Thread_local volatile int cancellation_due;
