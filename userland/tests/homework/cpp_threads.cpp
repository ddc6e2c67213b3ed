// Threads with a lambda each, a mutex by a guard, and a variable that each thread has for itself.
#include <iostream>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

static thread_local int own = 0;

int main()
{
    std::mutex mutex;
    std::vector<int> order, results(4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&, i] {
            for (int n = 0; n <= i; n++)
                own += n + 1;
            results[i] = own;
            std::lock_guard<std::mutex> guard(mutex);
            order.push_back(i);
        });
    for (auto &thread : threads)
        thread.join();
    for (int result : results)
        std::cout << result << ' ';
    std::cout << "\n" << order.size() << " threads, numbers add up to " << std::accumulate(order.begin(), order.end(), 0)
              << ", main has " << own << std::endl;
}
