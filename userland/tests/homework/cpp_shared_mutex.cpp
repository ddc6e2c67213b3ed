// Readers and a writer with a shared mutex; what is initialised once; a wait with a limit.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

int main()
{
    std::shared_mutex mutex;
    std::map<std::string, int> stock{{"figs", 0}, {"pears", 0}};
    std::once_flag once;
    std::atomic<int> wrong{0}, initialised{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&, i] {
            std::call_once(once, [&] { initialised++; });
            for (int n = 0; n < 100; n++) {
                if (i == 0) {
                    std::unique_lock lock(mutex);
                    stock["figs"]++;
                    stock["pears"]++;
                } else {
                    std::shared_lock lock(mutex);
                    if (stock.at("figs") != stock.at("pears"))
                        wrong++;
                }
            }
        });
    for (auto &thread : threads)
        thread.join();
    for (const auto &[name, count] : stock)
        std::cout << name << ' ' << count << '\n';
    std::cout << "wrong " << wrong << ", initialised " << initialised << '\n';

    std::mutex plain;
    std::condition_variable never;
    std::unique_lock lock(plain);
    bool came = never.wait_for(lock, std::chrono::milliseconds(5), [] { return false; });
    std::cout << (came ? "came" : "timed out") << std::endl;
}
