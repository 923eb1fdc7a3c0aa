import { relative } from 'node:path';
import { fromJest } from './fromJest.mjs';

const { formatExecError, formatResultsErrors } = fromJest('jest-message-util');

/** What jest would have told of each member of a group, if it had run by itself: pairs of a test file and its result. */
export function splitResult(members, whole, globalConfig) {
  let { start } = whole.perfStats;
  const parts = members.map((member, index) => {
    const title = relative(member.context.config.rootDir, member.path);
    const own = whole.testResults.filter(({ ancestorTitles }) => ancestorTitles[0] === title);
    const testResults = own.map((result) => withoutTitle(result, title));
    const end = Math.max(start, ...own.map(({ startAt, duration }) => (startAt ?? 0) + (duration ?? 0)));
    const perfStats = { ...whole.perfStats, start, end, runtime: end - start };
    start = end;
    const { config } = member.context;
    const result = {
      ...whole,
      ...countsOf(testResults),
      testResults,
      testFilePath: member.path,
      perfStats,
      console: index === 0 ? whole.console : undefined,
      testExecError: undefined,
      failureMessage: formatResultsErrors(testResults, config, globalConfig, member.path),
    };
    return [member, result];
  });
  if (whole.testExecError) blame(parts, whole.testExecError, globalConfig);
  return parts;
}

/** Nobody knows whose it is what goes wrong outside of any test: those are told of it who failed, or else all. */
function blame(parts, testExecError, globalConfig) {
  const failed = parts.filter(([, { numFailingTests }]) => numFailingTests > 0);
  for (const [{ context, path }, result] of failed.length > 0 ? failed : parts) {
    const told = formatExecError(testExecError, context.config, globalConfig, path);
    Object.assign(result, { testExecError, failureMessage: `${result.failureMessage ?? ''}${told}` });
  }
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
