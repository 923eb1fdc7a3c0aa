import { relative } from 'node:path';
import { fromJest } from './fromJest.mjs';

const { formatResultsErrors } = fromJest('jest-message-util');

/** What jest would have told of each member of a group, if it had run by itself: pairs of a test file and its result. */
export function splitResult(members, whole, globalConfig) {
  let { start } = whole.perfStats;
  return members.map((member, index) => {
    const title = relative(member.context.config.rootDir, member.path);
    const own = whole.testResults.filter(({ ancestorTitles }) => ancestorTitles[0] === title);
    const testResults = own.map((result) => withoutTitle(result, title));
    const end = Math.max(start, ...own.map(({ startAt, duration }) => (startAt ?? 0) + (duration ?? 0)));
    const perfStats = { ...whole.perfStats, start, end, runtime: end - start };
    start = end;
    const { config } = member.context;
    const ofMember = {
      ...whole,
      ...countsOf(testResults),
      testResults,
      testFilePath: member.path,
      perfStats,
      console: index === 0 ? whole.console : undefined,
      // What went wrong outside of any test is told of each, for nobody knows whose it is.
      failureMessage: whole.testExecError
        ? whole.failureMessage
        : formatResultsErrors(testResults, config, globalConfig, member.path),
    };
    return [member, ofMember];
  });
}

function withoutTitle(result, title) {
  const fullName = result.fullName.replace(`${title} `, '');
  return { ...result, fullName, ancestorTitles: result.ancestorTitles.slice(1) };
}

function countsOf(testResults) {
  const count = (status) => testResults.filter((result) => result.status === status).length;
  return {
    numFailingTests: count('failed'),
    numPassingTests: count('passed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    skipped: count('pending') === testResults.length,
  };
}
