// Words counted with a map, sorted with an algorithm, printed with manipulators.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

int main()
{
    std::istringstream text("the cat and the dog and the bird");
    std::map<std::string, int> counts;
    for (std::string word; text >> word;)
        counts[word]++;
    std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    for (const auto &[word, count] : sorted)
        std::cout << std::left << std::setw(6) << word << std::right << std::setw(3) << count << '\n';
    std::cout << std::fixed << std::setprecision(3) << 2.0 / 3 << ' ' << std::hex << 255 << ' ' << std::boolalpha << (counts.count("fish") > 0)
              << std::endl;
}
