/** Scripts are bundled as text (esbuild's loader `.sql=text`). */
declare module '*.sql' {
  const text: string;
  export default text;
}
