import { ESLint } from 'eslint';
import ts from 'typescript';

/**
 * Types and lint over one program: rules that know types make the compiler do most of what checking the types takes, so
 * apart the two take a quarter more. `npm run check:types` and `npm run check:lint` say the same, each its half.
 */
const root = process.cwd();
const { fileNames, options, errors } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', ts.sys.readFile).config,
  ts.sys,
  root,
);
const host = ts.createCompilerHost(options, true);
const program = ts.createProgram(
  fileNames,
  { ...options, incremental: false, tsBuildInfoFile: undefined },
  host,
);

const eslint = new ESLint({
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, programs: [program] } },
  },
});
const results = await eslint.lintFiles(['.']);
const said = await (await eslint.loadFormatter('stylish')).format(results);
const diagnostics = [...errors, ...ts.getPreEmitDiagnostics(program)];

if (said !== '') console.error(said);
if (diagnostics.length > 0) {
  console.error(
    ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  );
}
const isWrong = ({ errorCount, warningCount }) => errorCount + warningCount > 0;
if (results.some(isWrong) || diagnostics.length > 0) process.exitCode = 1;
