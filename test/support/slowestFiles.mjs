const SHOWN = 20;

/** Ends a run with the test files that took longest: where the next minute is to be won. */
export default class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const slowest = testResults
      .map(({ testFilePath, perfStats: { runtime } }) => ({ testFilePath, seconds: runtime / 1_000 }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN);
    const root = `${process.cwd()}/`;
    console.log(`\nThe ${SHOWN} slowest of ${testResults.length} test files:`);
    for (const { testFilePath, seconds } of slowest) {
      console.log(`${seconds.toFixed(1).padStart(6)} s  ${testFilePath.replace(root, '')}`);
    }
  }
}
