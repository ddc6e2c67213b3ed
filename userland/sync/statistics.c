#include <sync/statistics.h>

struct lock_statistics lock_statistics;
