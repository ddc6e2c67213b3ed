// Atomic variables, a spinlock made of a flag, and shared pointers whose count is atomic.
#include <atomic>
#include <iostream>
#include <memory>
#include <thread>
#include <vector>

class SpinLock {
public:
    void lock() { while (flag.test_and_set(std::memory_order_acquire)) std::this_thread::yield(); }
    void unlock() { flag.clear(std::memory_order_release); }

private:
    std::atomic_flag flag = ATOMIC_FLAG_INIT;
};

struct Noted {
    static std::atomic<int> alive;
    Noted() { alive++; }
    ~Noted() { alive--; }
};
std::atomic<int> Noted::alive{0};

int main()
{
    SpinLock lock;
    std::atomic<long> counter{0};
    long guarded = 0;
    auto shared = std::make_shared<Noted>();
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; i++)
        threads.emplace_back([&, copy = shared] {
            for (int n = 0; n < 500; n++) {
                counter.fetch_add(1, std::memory_order_relaxed);
                lock.lock();
                guarded++;
                lock.unlock();
            }
        });
    for (auto &thread : threads)
        thread.join();
    threads.clear();
    std::cout << "counter " << counter << ", guarded " << guarded << ", alive " << Noted::alive << ", owners " << shared.use_count() << '\n';
    shared.reset();
    std::cout << "alive " << Noted::alive << std::endl;
}
