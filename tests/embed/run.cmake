# Installs BUILD, and builds and runs the consumer against that. FOLDER is replaced.
function(step)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT code EQUAL 0)
    string(JOIN " " command ${ARGV})
    message(FATAL_ERROR "${command}\n${said}")
  endif()
  message("${said}")
endfunction()

file(REMOVE_RECURSE ${FOLDER})
step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/prefix)
step(${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER}/build
     -DCMAKE_PREFIX_PATH=${FOLDER}/prefix)
step(${CMAKE_COMMAND} --build ${FOLDER}/build)
step(${FOLDER}/build/consumer)
