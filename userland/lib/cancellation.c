#include "cancellation.h"

_Thread_local int cancellation_due;
